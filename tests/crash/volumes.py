"""Small disks under PostgreSQL, to be filled. Wants root, who may mount."""

import contextlib
import pathlib
import shutil
import subprocess

# Room for what a run writes, and little enough to be filled at once. In memory.
SIZES = {"tables": "1g", "write-ahead log": "700m"}
DISKS = tuple(SIZES)
# So that the log stays far below its disk.
SETTINGS = "max_wal_size = '256MB'\n"


class Volumes:
    """Puts the tables and the write-ahead log of a stopped PostgreSQL on a disk each, until `close`."""

    def __init__(self, postgres: pathlib.Path):
        data, log = postgres / "data", postgres / "wal"
        self._disks = dict(zip(DISKS, (data, log)))
        (postgres / "postgresql.local.conf").write_text(SETTINGS)
        (data / "pg_wal").rename(log)
        (data / "pg_wal").symlink_to(log)
        with contextlib.ExitStack() as mounted:
            for name, directory in self._disks.items():
                self._mount(directory, SIZES[name], mounted)
            self._mounted = mounted.pop_all()

    def _mount(self, directory: pathlib.Path, size: str, mounted: contextlib.ExitStack) -> None:
        below = directory.with_suffix(".below")
        directory.rename(below)
        directory.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", directory], check=True)
        mounted.callback(self._unmount, directory, below)
        move_content(below, directory)

    @staticmethod
    def _unmount(directory: pathlib.Path, below: pathlib.Path) -> None:
        """What is there stays: it may tell what went wrong."""
        try:
            move_content(directory, below)
        finally:
            subprocess.run(["umount", "--lazy", directory], check=True)
            directory.rmdir()
            below.rename(directory)

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
            ballast.unlink(missing_ok=True)

    def close(self) -> None:
        self._mounted.close()


def move_content(source: pathlib.Path, target: pathlib.Path) -> None:
    subprocess.run(["cp", "--archive", f"{source}/.", target], check=True)
    for entry in source.iterdir():
        shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
