#!/usr/bin/python3
"""Writes docs/rules-reference.md from the comments of proto/xuefen/rules/v1.

    tests/rules/reference.py            # write it
    tests/rules/reference.py --check    # fail if it is not what would be written
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = ["rule_set", "period", "predicate", "provision", "example", "answer"]
PAGE = ROOT / "docs" / "rules-reference.md"
HEAD = """# Reference of the rule language

Every message and field, from the comments of `proto/xuefen/rules/v1`; written by `tests/rules/reference.py`. How they are used,
by example: [writing-rules.md](writing-rules.md).
"""
OPENS = re.compile(r"(message|enum|oneof) (\w+) \{")
FIELD = re.compile(r"((?:repeated |optional )?(?:map<\w+, \w+>|\w+)) (\w+) = \d+")
VALUE = re.compile(r"([A-Z][A-Z0-9_]*) = \d+;")


class Block:
    """A message or enumeration with its rows, as far as it was read."""

    def __init__(self, kind, name, comment):
        self.kind, self.name, self.comment, self.rows = kind, name, comment, []

    def markdown(self):
        lines = [f"\n## {self.name}\n", self.comment, ""]
        if self.kind == "enum":
            lines += ["| value | |", "|---|---|"]
        else:
            lines += ["| field | type | |", "|---|---|---|"]
        return "\n".join(lines + self.rows)


def cell(text):
    return text.replace("|", "\\|")


def blocks_of(text):
    """The blocks of one file, each before those nested in it."""
    stack, done, comment = [], [], []
    for line in (raw.strip() for raw in text.splitlines()):
        if line.startswith("//"):
            comment.append(line[2:].strip())
            continue
        said, opened = " ".join(comment), OPENS.match(line)
        comment = []
        if opened and opened[1] == "oneof":
            stack.append(stack[-1])
        elif opened:
            name = ".".join([b.name for b in stack[-1:]] + [opened[2]])
            stack.append(Block(opened[1], name, said))
            done.append(stack[-1])
            if line.endswith("}"):
                stack.pop()
        elif line == "}":
            stack.pop()
        elif stack and (found := VALUE.match(line)):
            stack[-1].rows.append(f"| `{found[1]}` | {cell(said)} |")
        elif stack and (found := FIELD.match(line)):
            stack[-1].rows.append(f"| `{found[2]}` | {found[1]} | {cell(said)} |")
    return done


def page():
    parts = [HEAD]
    for name in FILES:
        text = (ROOT / "proto/xuefen/rules/v1" / f"{name}.proto").read_text(encoding="utf-8")
        parts += [block.markdown() for block in blocks_of(text)]
    return "\n".join(parts) + "\n"


if sys.argv[1:] == ["--check"]:
    sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else f"{PAGE.name} is out of date: run {sys.argv[0]}")
PAGE.write_text(page(), encoding="utf-8")
