"""Bytes that no honest caller sends, made from a contract's descriptors and a sound request."""

import random
import struct

# Of google.protobuf.FieldDescriptorProto.Type.
_INT64, _INT32, _BOOL, _STRING, _MESSAGE, _BYTES, _ENUM = 3, 5, 8, 9, 11, 12, 14

_TEXTS = (b"\xff\xfe", b"\x00", b"a\x00b", b"\xed\xa0\x80", b"\xc0\xaf", b"", b" ", "\u202e\u200b".encode(), b"%s%n",
          b"' OR 1=1 --", b"=cmd|' /C calc'!A0", b"../../etc/passwd", b"A" * 5000, "学".encode() * 40000)
_NUMBERS = (-1, 0, 1, 2**31 - 1, -2**31, 2**63 - 1, -2**63, 999)
_DEPTH = 3


def _varint(number: int) -> bytes:
    number &= 2**64 - 1
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)


def _sized(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _of_field(field, depth: int):
    """Encodings of one field; appended to a request they replace, or add to, what it holds."""
    if field.type in (_STRING, _BYTES):
        yield from (_sized(field.number, text) for text in _TEXTS)
    elif field.type == _MESSAGE:
        yield _sized(field.number, b"")
        yield _sized(field.number, b"\x0a\x7f")
        if depth > 0:
            for inner in field.message_type.fields:
                yield from (_sized(field.number, bytes_) for bytes_ in _of_field(inner, depth - 1))
    else:
        yield from (_number(field.number, number) for number in _NUMBERS)
    # Another wire type than the field's own.
    yield _varint(field.number << 3 | 5) + struct.pack("<I", 7)


def _nested(depth: int) -> bytes:
    content = b""
    for _ in range(depth):
        content = _sized(1, content)
    return content


def requests(descriptor, sound: bytes, rng: random.Random, random_count: int):
    """Pairs of a description and bytes."""
    for field in descriptor.fields:
        for n, extra in enumerate(_of_field(field, _DEPTH)):
            yield f"{field.name} #{n}", sound + extra
    yield "nothing", b""
    yield "twice", sound + sound
    yield "unknown fields", sound + _sized(500, b"x") + _number(501, -1)
    yield "deep nesting", sound + _nested(3000)
    yield "open groups", sound + b"\x0b" * 5000
    yield "over the size limit", sound + _sized(500, b"x" * (5 << 20))
    for cut in range(min(len(sound), 40)):
        yield f"cut at {cut}", sound[:cut]
    for n in range(random_count):
        flipped = bytearray(sound or b"\0")
        for _ in range(rng.randrange(1, 4)):
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
        yield f"flipped {n}", bytes(flipped)
        yield f"noise {n}", rng.randbytes(rng.randrange(200))
