"""Every process is told to end and comes back, one after the other, again and again: nobody may notice."""

import json
import pathlib
import random
import re
import signal
import time

from clients import Clients
from ground import ROOT, SERVICES, START_SECONDS, Ground
from sharing import figure

# Of a call, on average, by clients that try again as docs/operating.md says.
ATTEMPTS_MAX = 1.2
ESTABLISHED = "01"


class RollingGround(Ground):
    """Two processes of each service, and clients with the service configuration that docs/operating.md gives them."""

    def channel_options(self) -> list[tuple]:
        text = (ROOT / "docs" / "operating.md").read_text()
        config = json.loads(re.search(r'^ {4}(\{"loadBalancingConfig".*?)\n\n', text, re.MULTILINE | re.DOTALL)[1])
        return [("grpc.default_authority", "localhost"), ("grpc.use_local_subchannel_pool", 1),
                ("grpc.service_config", json.dumps(config))]


class Rolling:
    """Restarts each process `rounds` times. One is only ended when everybody is connected to the one before again."""

    def __init__(self, ground: Ground, clients: Clients, seed: int, rounds: int):
        self._ground = ground
        self._clients = clients
        self._rounds = rounds
        self._chance = random.Random(f"{seed} rolling")
        self.gaps: list[float] = []  # seconds from the word to end until all are connected again
        self._retries = 0.0
        self._at_first: dict[str, int] = {}
        self.wrong: list[str] = []

    def run(self) -> None:
        time.sleep(3)  # all clients have called, so all are connected
        # Later some have more than one connection to a process for a while, and need not come back with as many.
        self._at_first = {program.name: connections(self._address(program)[0]) for program in self._ground.programs}
        for _ in range(self._rounds):
            programs = list(self._ground.programs)
            self._chance.shuffle(programs)
            for program in programs:
                self._restart(program)

    def _address(self, program) -> tuple[str, int]:
        """Where it is called, and the port of its figures."""
        service, replica = program.name.split("-")
        return self._ground.addresses[service][int(replica)], self._ground.metrics_ports[service][int(replica)]

    def _restart(self, program) -> None:
        address, metrics_port = self._address(program)
        connected = self._at_first[program.name]
        self._retries += figure(metrics_port, "xuefen_rpc_retries_total")
        began = time.monotonic()
        program.end(signal.SIGTERM)
        while connections(address) < connected or not self._is_called(metrics_port):
            if time.monotonic() > began + START_SECONDS:
                self.wrong.append(f"{program.name} ended and came back, and not all have found it again")
                return
            time.sleep(0.1)
        self.gaps.append(time.monotonic() - began)
        print(f"{len(self.gaps):4}  {self.gaps[-1]:5.2f} s  {program.name} restarted with {connected} connections", flush=True)

    @staticmethod
    def _is_called(metrics_port: int) -> bool:
        try:
            return figure(metrics_port, "grpc_server_handled_total") > 0
        except OSError:
            return False

    def check(self) -> list[str]:
        """After the load has ended."""
        retries = self._retries + sum(figure(port, "xuefen_rpc_retries_total")
                                      for service in SERVICES for port in self._ground.metrics_ports[service])
        attempts = 1 + retries / self._clients.calls
        print(f"{len(self.gaps)} restarts, {self._clients.calls} calls, {self._clients.failed} failed, "
              f"{attempts:.4f} attempts a call")
        self.wrong += [f"{times} calls failed though nothing but restarts happened: {failure}"
                       for failure, times in self._clients.failures.items()]
        if attempts > ATTEMPTS_MAX:
            self.wrong.append(f"{attempts} attempts a call, want at most {ATTEMPTS_MAX}")
        return self.wrong


def connections(address: str) -> int:
    """Of anybody to this address, which gRPC listens on for both families."""
    port = f":{int(address.split(':')[1]):04X}"
    rows = [line.split() for table in ("tcp", "tcp6") for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]]
    return sum(local.endswith(port) and state == ESTABLISHED for _, local, _, state, *_ in rows)
