"""What is done to the suite, one thing after another, drawn from a seed."""

import random
import signal
import time

from clients import Clients
from ground import Ground
from volumes import DISKS

PLACES = ("before_begin", "after_copy", "before_commit", "after_commit", "before_effect")
# The ledger's writer is the registry's; who follows no feed never stands between a feed and its effect.
PLACES_OF = {"accreditation": PLACES[:4], "registry": PLACES, "credit": PLACES, "statistics": PLACES[:1] + PLACES[2:]}
# The most passings that are let go before, so that the place is come to within moments.
PASSINGS = {"accreditation": 2, "registry": 30, "credit": 8, "statistics": 8}
PASSINGS_BEFORE_EFFECT = 3
ACKNOWLEDGEMENTS_BETWEEN = 10
# An end for what would never come; a busy machine may take its time.
PATIENCE_SECONDS = 120


class Chaos:
    """`kills` of services, half of them at named places; `crashes` of PostgreSQL; and between them sessions that are
    ended, programs that are frozen for a while, and other rules put into service. Each of its disks is full
    `full_disks` times, where the ground has small ones."""

    def __init__(self, ground: Ground, clients: Clients, seed: int, kills: int, crashes: int, full_disks: int):
        self._ground = ground
        self._clients = clients
        self._chance = random.Random(f"{seed} chaos")
        others = max(2, (kills + crashes) // 8)
        deeds = ([self._kill] * (kills - kills // 2) + [self._kill_at_place] * (kills // 2)
                 + [self._crash_postgres] * (crashes - crashes // 2) + [self._kill_postgres] * (crashes // 2)
                 + [self._end_sessions] * others + [self._freeze] * others + [self._freeze_at_place] * others
                 + [self._change_rules] * (others - others % 2)  # and back
                 + [lambda name=name: self._fill_disk(name) for name in DISKS] * full_disks)
        self._chance.shuffle(deeds)
        self._deeds = deeds
        self.done: list[str] = []
        self.gaps: list[float] = []  # seconds from a deed to the next acknowledgement
        self.wrong: list[str] = []

    def run(self) -> None:
        for deed in self._deeds:
            time.sleep(self._chance.random())
            self.done.append(deed())
            began, before = time.monotonic(), self._clients.acknowledged
            self._await_acknowledgements(before, 1)
            self.gaps.append(time.monotonic() - began)
            print(f"{len(self.done):4}/{len(self._deeds)}  {self.gaps[-1]:5.2f} s  {self.done[-1]}", flush=True)
            self._await_acknowledgements(before, ACKNOWLEDGEMENTS_BETWEEN)

    def _await_acknowledgements(self, before: int, count: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self._clients.acknowledged < before + count:
            if time.monotonic() > deadline:
                self.wrong.append(f"fewer than {count} acknowledgements in {PATIENCE_SECONDS} s after: {self.done[-1]}")
                return
            time.sleep(0.01)

    def _any_program(self):
        return self._chance.choice(self._ground.programs)

    def _kill(self) -> str:
        program = self._any_program()
        program.kill()
        return f"kill -9 {program.name}"

    def _at_place(self, action: str):
        program = self._any_program()
        service = program.name.split("-")[0]
        place = self._chance.choice(PLACES_OF[service])
        most = min(PASSINGS[service], PASSINGS_BEFORE_EFFECT if place == "before_effect" else PASSINGS[service])
        failpoint = f"{place}:{action}:{self._chance.randint(1, most)}"
        program.kill_and_arm(failpoint)
        return program, failpoint

    def _kill_at_place(self) -> str:
        program, failpoint = self._at_place("crash")
        starts = program.starts
        # Its process now is the one that dies at the place, unless that is never passed so often.
        if self._until(lambda: program.starts > starts, 5):
            return f"kill -9 {program.name} at {failpoint}"
        program.kill()
        return f"kill -9 {program.name}, which did not come to {failpoint}"

    def _freeze_at_place(self) -> str:
        program, failpoint = self._at_place("freeze")
        if not self._until(program.is_frozen, 5):
            program.kill()
            return f"kill -9 {program.name}, which did not come to {failpoint}"
        time.sleep(3 * self._chance.random())
        program.signal(signal.SIGCONT)
        return f"freeze {program.name} at {failpoint}"

    def _freeze(self) -> str:
        program = self._any_program()
        seconds = 3 * self._chance.random()
        program.signal(signal.SIGSTOP)
        time.sleep(seconds)
        program.signal(signal.SIGCONT)
        return f"freeze {program.name} for {seconds:.1f} s"

    def _crash_postgres(self) -> str:
        self._ground.crash_postgres()
        return "pg_ctl stop -m immediate"

    def _kill_postgres(self) -> str:
        self._ground.kill_postgres()
        return "kill -9 all of PostgreSQL"

    def _change_rules(self) -> str:
        return f"kill -9 credit, with {self._ground.change_rules()} from now on"

    def _fill_disk(self, name: str) -> str:
        failed, seconds = self._clients.failed, 5 * self._chance.random()
        with self._ground.volumes.full(name):
            # The registry tries for fifteen seconds before it says so.
            if not self._until(lambda: self._clients.failed > failed, 60):
                self.wrong.append(f"nobody noticed that the disk of the {name} is full")
            time.sleep(seconds)
        # Where it cannot write its log, PostgreSQL has ended.
        self._ground.revive_postgres()
        return f"no room for the {name}, {self._clients.failed - failed} calls failed"

    def _end_sessions(self) -> str:
        times = self._chance.randrange(5, 30)
        self._ground.terminate_sessions(times)
        return f"pg_terminate_backend of all sessions, {times} times"

    @staticmethod
    def _until(arrived, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not arrived():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
        return True
