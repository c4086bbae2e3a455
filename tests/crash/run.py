#!/usr/bin/python3
"""Kills the suite again and again under load, and then looks for what was lost, doubled or miscounted.

The seed decides what is sent and what is done to the suite, and in which order; the machine decides when. Exit status 0
if nothing was found, 1 otherwise; the run's directory is kept then.
"""

import argparse
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

import sharing
from chaos import Chaos
from checker import Checker
from clients import Clients
from ground import Ground
from journal import Journal
from rolling import Rolling, RollingGround
from witness import Sleeper, Witness


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    parser.add_argument("--kills", type=int, default=24, help="of services")
    parser.add_argument("--crashes", type=int, default=6, help="of PostgreSQL")
    parser.add_argument("--full-disks", type=int, default=0, metavar="TIMES",
                        help="each disk of PostgreSQL is full for some seconds so often; wants root")
    parser.add_argument("--replicas", type=int, default=1, help="processes of each service")
    parser.add_argument("--rolling", type=int, default=0, metavar="ROUNDS",
                        help="instead, with two processes of each service, restart each so often; no call may fail")
    return parser.parse_args()


def torment(options: argparse.Namespace, directory: pathlib.Path) -> list[str]:
    """What was found wrong."""
    if options.rolling:
        ground = RollingGround(directory, 2)
    else:
        ground = Ground(directory, options.replicas, small_disks=options.full_disks > 0)
    journal = Journal(directory / "journal")
    try:
        ground.start()
        clients = Clients(ground, journal, options.seed, 60 if options.rolling else 8)
        clients.prepare()
        sleeper = Sleeper(ground, "registry")
        witnesses = [Witness(ground, service) for service in ("accreditation", "registry", "credit")]
        if options.rolling:
            deeds = Rolling(ground, clients, options.seed, options.rolling)
        else:
            deeds = Chaos(ground, clients, options.seed, options.kills, options.crashes, options.full_disks)
        clients.start()
        deeds.run()
        clients.stop()
        if options.rolling:
            deeds.check()
        clients.settle()
        checker = Checker(ground, directory / "journal")
        began = time.monotonic()
        wrong = checker.check()
        print(f"checked {checker.size} in {time.monotonic() - began:.0f} s, of these {checker.caught_up_seconds:.1f} s until "
              f"all had caught up; {clients.failed} calls had failed")
        if ground.replicas > 1:
            wrong += sharing.check(ground)
        for witness in witnesses:
            witness.stop()
            witness.compare(checker.chains[witness.service])
            wrong += witness.wrong
        sleeper.stop()
        report_gaps(deeds.gaps)
        return deeds.wrong + clients.wrong + wrong
    finally:
        ground.stop()
        journal.close()


def report_gaps(gaps: list[float]) -> None:
    gaps = sorted(gaps)
    print(f"from a deed until all was well again: median {gaps[len(gaps) // 2]:.2f} s, most {gaps[-1]:.2f} s")


def main() -> int:
    options = arguments()
    # Told to end, it stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"tests/crash/run.py --seed {options.seed} --kills {options.kills} --crashes {options.crashes} "
          f"--full-disks {options.full_disks} --replicas {options.replicas} --rolling {options.rolling}", flush=True)
    directory = pathlib.Path(tempfile.mkdtemp(prefix="xuefen-crash-"))
    wrong = torment(options, directory)
    for found in wrong[:20]:
        print("WRONG:", found)
    if wrong:
        print(f"{len(wrong)} found; seed {options.seed}, see {directory}")
        return 1
    shutil.rmtree(directory)
    print("nothing lost, nothing doubled, every cell as counted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
