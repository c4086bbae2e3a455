"""Small disks under PostgreSQL, to be filled. Wants root, who may mount."""

import contextlib
import pathlib
import shutil
import subprocess

# Room for what a run writes, and little enough to be filled at once.
SIZE = "2g"
# So that the log stays far below its disk.
SETTINGS = "max_wal_size = '256MB'\n"


DISKS = ("tables", "write-ahead log")


class Volumes:
    """Puts the tables and the write-ahead log of a stopped PostgreSQL on a disk each."""

    def __init__(self, postgres: pathlib.Path):
        data, log = postgres / "data", postgres / "wal"
        self._disks = dict(zip(DISKS, (data, log)))
        self._mounted = contextlib.ExitStack()
        (postgres / "postgresql.local.conf").write_text(SETTINGS)
        (data / "pg_wal").rename(log)
        (data / "pg_wal").symlink_to(log)
        self._put_on_disk(log)
        self._put_on_disk(data)

    def _put_on_disk(self, directory: pathlib.Path) -> None:
        before = directory.with_suffix(".before")
        directory.rename(before)
        directory.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", directory], check=True)
        self._mounted.callback(subprocess.run, ["umount", "--lazy", directory], check=True)
        subprocess.run(["cp", "--archive", f"{before}/.", directory], check=True)
        shutil.rmtree(before)

    @contextlib.contextmanager
    def full(self, name: str):
        """While this lasts, nothing more goes on that disk."""
        ballast = self._disks[name] / "ballast"
        try:
            with open(ballast, "wb", buffering=0) as file, contextlib.suppress(OSError):
                while True:
                    file.write(bytes(1 << 16))
            yield
        finally:
            ballast.unlink()

    def close(self) -> None:
        self._mounted.close()
