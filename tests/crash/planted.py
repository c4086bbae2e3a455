#!/usr/bin/python3
"""Plants each fault of faults.py into a copy of the tree, builds it, and wants the crash run to find it.

    tests/crash/planted.py [--scratch DIR] [--seed S] [NAME ...]

A test of the test, run on demand: each fault takes a build and a run. With --scratch the copy is kept for the next time.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from faults import FAULTS, Fault

ROOT = pathlib.Path(__file__).resolve().parents[2]


def plant(fault: Fault, tree: pathlib.Path) -> dict[pathlib.Path, str]:
    """Makes the fault's edits, and returns what stood there before."""
    before = {}
    for name, old, new in fault.edits:
        path = tree / name
        text = path.read_text()
        if text.count(old) != 1:
            raise SystemExit(f"{fault.name}: {name} has {text.count(old)} times what is to be replaced:\n{old}")
        before.setdefault(path, text)
        path.write_text(text.replace(old, new))
    return before


def copy_tree(scratch: pathlib.Path) -> None:
    """Brings the copy to where the tree is; files that are the same keep their times, for the build."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, files.split("\0")):
        source, target = ROOT / name, scratch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy(source, target)


def build(scratch: pathlib.Path) -> None:
    for command in (["cmake", "--preset", "release"], ["cmake", "--build", "--preset", "release", "--target", "programs"]):
        done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stdout[-4000:] + done.stderr[-4000:])


def findings(fault: Fault, scratch: pathlib.Path, seed: int) -> list[str]:
    """What a run with the fault says is wrong."""
    before = plant(fault, scratch)
    try:
        build(scratch)
        done = subprocess.run(
            [scratch / "tests" / "crash" / "run.py", "--seed", str(seed), "--kills", "16", "--crashes", "8", *fault.options],
            capture_output=True, text=True, check=False)
    finally:
        for path, text in before.items():
            path.write_text(text)
    kept = re.search(r"see (\S*xuefen-crash-\S+)", done.stdout)
    if kept:
        shutil.rmtree(kept[1])
    found = [line for line in done.stdout.splitlines() if line.startswith("WRONG: ")]
    if not found:
        print(done.stdout[-2000:] + done.stderr[-2000:])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scratch", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="only say whether every fault still fits the tree")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    faults = [fault for fault in FAULTS if not options.names or fault.name in options.names]
    scratch = options.scratch or pathlib.Path(tempfile.mkdtemp(prefix="xuefen-planted-"))
    copy_tree(scratch)
    missed = 0
    for fault in faults:
        if options.check:
            for path, text in plant(fault, scratch).items():
                path.write_text(text)
            continue
        found = findings(fault, scratch, options.seed)
        print(f"{fault.name}: {len(found)} found, such as {found[-1][:200]}" if found else f"{fault.name}: NOT FOUND",
              flush=True)
        missed += not found
    if options.scratch is None:
        shutil.rmtree(scratch)
    print(f"{len(faults) - missed} of {len(faults)}")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
