"""Starts the real suite by deploy/run and reaches it as an integrator would: plain protoc, python3-grpcio, mTLS."""

import contextlib
import csv
import importlib
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

import grpc

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = ROOT / "build" / "release" / "bin"
SAMPLES = ROOT / "deploy" / "samples"
# Ends for what would never come, on machines of any speed.
START_SECONDS = 600
CALL_SECONDS = 60

SERVICES = {
    "accreditation": "AccreditationService",
    "registry": "RegistryService",
    "credit": "CreditService",
    "statistics": "StatisticsService",
}


def _generate(into: pathlib.Path) -> None:
    """Python classes of the whole proto/ tree, with nothing but what protoc and -I of one directory give."""
    protos = sorted(str(path.relative_to(ROOT / "proto")) for path in (ROOT / "proto").rglob("*.proto"))
    plugin = subprocess.run(["which", "grpc_python_plugin"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run(
        ["protoc", f"-I{ROOT / 'proto'}", f"--python_out={into}", f"--grpc_out={into}",
         f"--plugin=protoc-gen-grpc={plugin}", *protos],
        check=True)


_GENERATED = tempfile.TemporaryDirectory(prefix="xuefen-python-")
_generate(pathlib.Path(_GENERATED.name))
sys.path.insert(0, _GENERATED.name)
# Protobuf's own google package must find ours beside it.
import google  # noqa: E402
google.__path__ = list(google.__path__) + [f"{_GENERATED.name}/google"]


def contract(name: str):
    """The generated module of a proto file, such as contract("xuefen/registry/v1/registry_service")."""
    return importlib.import_module(name.replace("/", ".") + "_pb2")


class Suite:
    """One running suite with a directory of its own."""

    def __init__(self, data: pathlib.Path):
        self.data = data
        self._process = None

    def start(self, *options: str) -> None:
        self.log = open(self.data / "deploy-run.log", "ab")
        self._process = subprocess.Popen(
            [ROOT / "deploy" / "run", "--no-job", "--no-build", "--data", self.data, *options],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + START_SECONDS
        while not (self.data / "run" / "endpoints.json").exists():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self.data / "deploy-run.log").read_text()[-4000:])
            time.sleep(0.1)
        self.endpoints = json.loads((self.data / "run" / "endpoints.json").read_text())

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=START_SECONDS)
        self.log.close()

    def channel(self, service: str, actor: str | None) -> grpc.Channel:
        """A channel as the named actor; without one, with no client certificate."""
        certificates = self.data / "certificates"
        roots = (certificates / "ca" / "cert.pem").read_bytes()
        if actor is None:
            credentials = grpc.ssl_channel_credentials(roots)
        else:
            # Key and certificate of one version, also while they are being replaced.
            home = (certificates / "actors" / actor).resolve()
            credentials = grpc.ssl_channel_credentials(
                roots, (home / "key.pem").read_bytes(), (home / "cert.pem").read_bytes())
        return grpc.secure_channel(self.endpoints[service], credentials, self.channel_options())

    def channel_options(self) -> list[tuple]:
        return []

    def stub(self, service: str, actor: str | None):
        module = importlib.import_module(f"xuefen.{service}.v1.{service}_service_pb2_grpc")
        return getattr(module, SERVICES[service] + "Stub")(self.channel(service, actor))

    def make_actor(self, name: str, uri: str) -> None:
        subprocess.run([ROOT / "deploy" / "run", "--actor", name, uri, "--data", self.data], check=True,
                       capture_output=True)

    def deny(self, name: str) -> None:
        """Withdraws the actor's certificate."""
        subprocess.run([ROOT / "deploy" / "certificates", self.data / "certificates", "deny", name], check=True)

    def xuefen(self, *arguments: str, actor: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess:
        done = subprocess.run([BIN / "xuefen", "--data", self.data, "--as", actor, *arguments], input=stdin,
                              capture_output=True, text=True, timeout=START_SECONDS)
        if check and done.returncode not in (0, 3):
            raise AssertionError(f"xuefen {arguments}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done

    def sql(self, query: str) -> list[list[str]]:
        """Rows of a query run as the superuser of the private PostgreSQL."""
        answer = self._postgres_tool("psql", "--no-psqlrc", "--csv", "--tuples-only", "--command", query)
        return list(csv.reader(answer.decode().splitlines()))

    def dump(self) -> bytes:
        """The whole database, as a backup would have it."""
        return self._postgres_tool("pg_dump")

    def _postgres_tool(self, tool: str, *arguments: str) -> bytes:
        home = self.data / "postgres"
        sockets = subprocess.run([ROOT / "deploy" / "postgres", "status", home], check=True, capture_output=True,
                                 text=True).stdout.split()[1]
        return subprocess.run(
            [tool, "--host", sockets, "--username", "postgres", "--dbname", "xuefen", *arguments], check=True,
            capture_output=True,
            env={**os.environ, "PGPASSWORD": (home / "secrets" / "superuser").read_text().strip()}).stdout

    def log_lines(self, service: str) -> list[str]:
        """Those that are complete: the last one may be in the middle of being written."""
        written, _, _ = (self.data / "log" / f"{service}.log").read_text().rpartition("\n")
        return written.splitlines()

    def process(self, service: str) -> pathlib.Path:
        """What /proc has of a service."""
        config = str(self.data / "config" / f"{service}.txtpb").encode()
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if config in (process / "cmdline").read_bytes().split(b"\0"):
                    return process
            except OSError:
                continue  # it has just ended
        raise AssertionError(f"{service} does not run any more")

    def metrics_address(self, service: str) -> str:
        config = (self.data / "config" / f"{service}.txtpb").read_text()
        return re.search('^metrics_address: "(.*)"$', config, re.MULTILINE).group(1)


@contextlib.contextmanager
def running_suite():
    with tempfile.TemporaryDirectory(prefix="xuefen-e2e-") as directory:
        suite = Suite(pathlib.Path(directory))
        try:
            suite.start()
            yield suite
        finally:
            suite.stop()


def when_fresh(read):
    """The answer of a read that shows a token. It waits for ten seconds at most, and is asked again then."""
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            return read()
        except grpc.RpcError as refused:
            if reason_of(refused) != "NOT_FRESH_ENOUGH" or time.monotonic() > give_up:
                raise


def reason_of(error: grpc.RpcError) -> str:
    """The ErrorInfo reason of a failed call."""
    status = contract("google/rpc/status").Status()
    details = contract("google/rpc/error_details")
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            status.ParseFromString(value)
    for detail in status.details:
        info = details.ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return ""
