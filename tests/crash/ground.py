"""The suite that is tormented: its programs, each under a supervisor of its own, and its PostgreSQL."""

import itertools
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

# Programs are started here while gRPC's threads run.
os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
# As docs/operating.md tells clients.
os.environ.setdefault("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "100")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from suite import BIN, ROOT, START_SECONDS, Suite  # noqa: E402
from volumes import Volumes  # noqa: E402

SERVICES = ("accreditation", "registry", "credit", "statistics")
# Away from where deploy/run looks for ports, and below those that the system gives out: while a program is dead, nobody
# else must take its port.
PORTS = range(9100, 32000, 50)


class Program:
    """One process of a service. Whenever it ends it is started again, until `stop`. `starts` counts."""

    def __init__(self, name: str, command: list, log: pathlib.Path):
        self.name = name
        self.starts = 0
        self._command = [str(part) for part in command]
        self._log = open(log, "ab")
        self._failpoint = []
        self._stopping = False
        self._changed = threading.Condition()
        self._process = self._spawn()
        self._thread = threading.Thread(target=self._supervise, daemon=True)
        self._thread.start()

    def _spawn(self) -> subprocess.Popen:
        failpoint, self._failpoint = self._failpoint, []  # of this process only
        self.starts += 1
        return subprocess.Popen([*self._command, *failpoint], stdin=subprocess.DEVNULL, stdout=self._log,
                                stderr=self._log)

    def _supervise(self) -> None:
        while True:
            self._process.wait()
            time.sleep(0.05)
            with self._changed:
                if self._stopping:
                    return
                self._process = self._spawn()
                self._changed.notify_all()

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def kill(self) -> None:
        """Returns when its successor has been started."""
        self.end(signal.SIGKILL)

    def kill_and_arm(self, failpoint: str) -> None:
        """The next process, and only that one, fails where it is told to."""
        self.end(signal.SIGKILL, ["--failpoint", failpoint])

    def end(self, number: int, options: list[str] = ()) -> None:
        """Ends the process by a signal. Returns when its successor, with `options`, has been started."""
        with self._changed:
            self._failpoint, starts = list(options), self.starts
            self.signal(number)
            self._changed.wait_for(lambda: self.starts > starts)

    def is_frozen(self) -> bool:
        try:
            return pathlib.Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"
        except OSError:
            return False

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self.signal(signal.SIGKILL)
        self._thread.join()
        self._log.close()


class Ground(Suite):
    """One suite with `replicas` processes of each service, made by deploy/run and then run by us."""

    def __init__(self, data: pathlib.Path, replicas: int = 1, small_disks: bool = False):
        super().__init__(data)
        self.replicas = replicas
        self.volumes: Volumes | None = None
        self._small_disks = small_disks
        self.programs: list[Program] = []
        self.metrics_ports = {service: [] for service in SERVICES}
        self._all_rules = True

    def start(self) -> None:
        super().start()
        super().stop()
        if self._small_disks:
            self.volumes = Volumes(self.data / "postgres")
        ports = free_ports(2 * len(SERVICES) * self.replicas)
        self.addresses = {service: [f"127.0.0.1:{next(ports)}" for _ in range(self.replicas)] for service in SERVICES}
        # A client's target of several addresses, among which gRPC balances.
        self.endpoints = {service: f"ipv4:{','.join(addresses)}" for service, addresses in self.addresses.items()}
        (self.data / "run" / "endpoints.json").write_text(json.dumps(self.endpoints))
        self.postgres("start")
        for service, replica in itertools.product(SERVICES, range(self.replicas)):
            metrics_port = next(ports)
            self.metrics_ports[service].append(metrics_port)
            config = self._write_config(service, replica, metrics_port)
            self.programs.append(Program(
                f"{service}-{replica}",
                ["setpriv", "--pdeathsig", "KILL", BIN / f"xuefen-{service}", "serve", "--config", config],
                self.data / "log" / f"{service}-{replica}.log"))
        self._await_listening()

    def _await_listening(self) -> None:
        give_up = time.monotonic() + START_SECONDS
        for address in itertools.chain(*self.addresses.values()):
            while is_free(int(address.split(":")[1])):
                if time.monotonic() > give_up:
                    raise RuntimeError(f"nobody listens on {address}, see {self.data / 'log'}")
                time.sleep(0.05)

    def _write_config(self, service: str, replica: int, metrics_port: int) -> pathlib.Path:
        made = (self.data / "config" / f"{service}.txtpb").read_text()
        made = re.sub(r'listen_address: "[^"]*"', f'listen_address: "{self.addresses[service][replica]}"', made)
        made = re.sub(r'metrics_address: "[^"]*"', f'metrics_address: "127.0.0.1:{metrics_port}"', made)
        made = re.sub(r'upstreams { service: "(\w+)" address: "[^"]*"',
                      lambda match: f'upstreams {{ service: "{match[1]}" address: "{self.endpoints[match[1]]}"', made)
        path = self.data / "config" / f"{service}-{replica}.txtpb"
        path.write_text(made + "development: true\n")
        return path

    def stop(self) -> None:
        try:
            for program in self.programs:
                program.stop()
            self.postgres("stop", "--mode", "immediate")
        finally:
            if self.volumes is not None:
                self.volumes.close()

    def channel_options(self) -> list[tuple]:
        return [("grpc.default_authority", "localhost"), ("grpc.enable_retries", 0),
                ("grpc.use_local_subchannel_pool", 1), ("grpc.initial_reconnect_backoff_ms", 100),
                ("grpc.min_reconnect_backoff_ms", 1000), ("grpc.max_reconnect_backoff_ms", 500),
                ("grpc.service_config", json.dumps({"loadBalancingConfig": [{"round_robin": {}}]}))]

    def change_rules(self) -> str:
        """Kills every process of credit and lets it come back with other rules than now: the national ones alone, by which
        nothing is recognised, or all again."""
        of_all = f'"{ROOT / "deploy" / "rules"}"'
        of_nation = f'"{self.data / "national-rules"}"'
        (self.data / "national-rules").mkdir(exist_ok=True)
        shutil.copy(ROOT / "deploy" / "rules" / "order-25.txtpb", self.data / "national-rules")
        self._all_rules = not self._all_rules
        before, after = (of_nation, of_all) if self._all_rules else (of_all, of_nation)
        programs = [program for program in self.programs if program.name.startswith("credit-")]
        for program in programs:
            path = self.data / "config" / f"{program.name}.txtpb"
            path.write_text(path.read_text().replace(before, after))
        for program in programs:
            program.kill()
        return "all rules" if self._all_rules else "the national rules alone"

    # The database.

    def postgres(self, command: str, *options: str) -> None:
        subprocess.run([ROOT / "deploy" / "postgres", command, self.data / "postgres", *options], check=True,
                       capture_output=True)

    def crash_postgres(self) -> None:
        """Stops it as a fault inside it would, and starts it again."""
        self.postgres("stop", "--mode", "immediate")
        self.postgres("start")

    def kill_postgres(self) -> None:
        """Kills the postmaster and all its children at once, and starts it again."""
        postmaster = int((self.data / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        for pid in [postmaster, *children_of(postmaster)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # A process that is still dying looks alive to whoever would start another.
        while os.path.exists(f"/proc/{postmaster}/cwd"):
            time.sleep(0.01)
        self.postgres("start")

    def revive_postgres(self) -> None:
        """Starts it unless it runs, as its unit would; also when it is just about to end."""
        give_up = time.monotonic() + START_SECONDS
        while True:
            try:
                self.postgres("start")
                self.sql("SELECT 1")
                return
            except subprocess.CalledProcessError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.1)

    def terminate_sessions(self, times: int) -> None:
        """Ends every session of the services, many times in a row: some of them in the middle of a COMMIT."""
        roles = ", ".join(f"'{service}'" for service in SERVICES)
        self.sql(f"DO $$ BEGIN FOR i IN 1..{times} LOOP PERFORM pg_terminate_backend(pid) FROM pg_stat_activity"
                 f" WHERE usename IN ({roles}); PERFORM pg_stat_clear_snapshot(); PERFORM pg_sleep(0.05);"
                 " END LOOP; END $$")


def children_of(parent: int) -> list[int]:
    children = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            children.append(int(stat.parent.name))
    return children


def free_ports(count: int):
    """As many ports in a row that nobody listens on; anywhere, so that two runs do not choose the same."""
    for first in random.SystemRandom().sample(PORTS, len(PORTS)):
        if all(is_free(port) for port in range(first, first + count)):
            return iter(range(first, first + count))
    raise RuntimeError(f"no free ports in {PORTS}")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
