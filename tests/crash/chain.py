"""The chain of docs/ledger.md, written from its words."""

import hashlib


def first_chain(bucket: int) -> bytes:
    return hashlib.sha256(b"xuefen ledger 1 bucket %d" % bucket).digest()


def next_chain(chain: bytes, hashing: int, source: int, key: bytes, kind: bytes, body: bytes) -> bytes:
    digest = hashlib.sha256(_int(hashing) + _int(source) + _text(key) + _text(kind) + _text(body)).digest()
    return hashlib.sha256(chain + digest).digest()


def _int(value: int) -> bytes:
    return value.to_bytes(8, "big", signed=True)


def _text(text: bytes) -> bytes:
    return _int(len(text)) + text
