"""What the clients meant to do and what they were answered, on disk before the one is sent and after the other has come."""

import json
import os
import pathlib
import threading


class Journal:
    """An append-only file, one JSON object a line, each durable when `write` returns. For any number of threads."""

    def __init__(self, path: pathlib.Path):
        self._file = open(path, "ab", buffering=0)
        self._mutex = threading.Lock()
        self._next = 0

    def intend(self, **what) -> int:
        """Notes an intention, and returns the number under which its answers are noted."""
        with self._mutex:
            self._next += 1
            number = self._next
        self._write({"intend": number, **what})
        return number

    def answer(self, number: int, **what) -> None:
        """Notes an acknowledgement."""
        self._write({"answer": number, **what})

    def _write(self, record: dict) -> None:
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._mutex:
            self._file.write(line)
        os.fsync(self._file.fileno())

    def close(self) -> None:
        self._file.close()


def read(path: pathlib.Path) -> tuple[dict[int, dict], list[tuple[int, dict]]]:
    """Intentions by number, and answers in the order in which they came; an intention may have several."""
    intentions, answers = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if "intend" in record:
                intentions[record.pop("intend")] = record
            else:
                answers.append((record.pop("answer"), record))
    return intentions, answers
