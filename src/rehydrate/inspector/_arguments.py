"""The arguments of pickle instructions: numbers, texts and bytes in the many spellings of six protocols."""

import re
import struct
from collections.abc import Callable

from rehydrate.inspector._limits import Damage
from rehydrate.inspector._tape import Tape
from rehydrate.inspector.graph import Blob, Node

LONGEST_NUMBER = 512  # bytes; Python itself refuses to print numbers much longer than that
FIXED = {"uint1": "<B", "uint2": "<H", "int4": "<i", "uint4": "<I", "uint8": "<Q", "float8": ">d"}
ESCAPES = {b"n": b"\n", b"t": b"\t", b"r": b"\r"}
# How the bytes of an argument are read as text. Latin-1 is what readers of Python 2's arrays ask for.
ENCODINGS = {"unicodestring": "utf-8", "stringnl_noescape": "utf-8", "stringnl_noescape_pair": "utf-8"}
ENCODINGS |= {"string": "latin-1", "stringnl": "latin-1", "unicodestringnl": "raw-unicode-escape"}


def argument_of(kind: str, tape: Tape) -> Node:
    """Read the argument of an instruction; ``kind`` is what pickletools calls it."""
    if kind in FIXED:
        return struct.unpack(FIXED[kind], tape.read(struct.calcsize(FIXED[kind])))[0]
    if kind == "stringnl_noescape_pair":
        return _text(tape.line(), kind), _text(tape.line(), kind)
    if kind.startswith(("decimalnl", "floatnl")):
        return _number(tape.line(), float if kind == "floatnl" else lambda line: int(line, 0))
    if kind in ENCODINGS:
        return _text(tape.line(), kind)
    size = int.from_bytes(tape.read(int(kind[-1])), "little", signed=kind in ("long4", "string4"))
    if size < 0:
        raise Damage(f"a value has the length {size}")
    kind = kind[:-1]
    if kind == "long":
        if size <= LONGEST_NUMBER:
            return int.from_bytes(tape.read(size), "little", signed=True)
        tape.skip(size)
        return Blob("int", size, b"")
    found = tape.take(size, "str" if kind in ENCODINGS else kind)
    return _text(found, kind) if kind in ENCODINGS else found


def _text(found: bytes | Blob, kind: str) -> str | Blob:
    """Read bytes as text; what is too long to keep stays as it is."""
    if isinstance(found, Blob):
        return found
    if kind == "stringnl":  # protocol 0 writes it as Python 2 would print it, in quotes
        found = found.strip()
        if len(found) < 2 or found[0] != found[-1] or found[:1] not in (b"'", b'"'):
            raise Damage("a text lacks its quotes")
        found = re.sub(rb"\\(x[0-9a-fA-F]{2}|.)", _unescaped, found[1:-1], flags=re.DOTALL)
    try:
        return found.decode(ENCODINGS[kind], "surrogatepass" if ENCODINGS[kind] == "utf-8" else "strict")
    except UnicodeDecodeError as error:
        raise Damage(f"a text is not {ENCODINGS[kind]}") from error


def _unescaped(found: re.Match[bytes]) -> bytes:
    text = found[1]
    return bytes([int(text[1:], 16)]) if len(text) == 3 else ESCAPES.get(text, text)


def _number(line: bytes | Blob, convert: Callable[[bytes], Node]) -> Node:
    """Read a number of protocol 0."""
    if isinstance(line, Blob) or len(line) > LONGEST_NUMBER:
        raise Damage("a number is longer than any number is")
    if line in (b"00", b"01"):
        return line == b"01"
    try:
        return convert(line.rstrip(b"L"))
    except ValueError as error:
        raise Damage(f"a number reads {line[:20]!r}") from error
