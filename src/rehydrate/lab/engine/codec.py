"""The border: plain data and arrays as bytes, and nothing that could run code when read. This is the reader.

A message is a length, a JSON tree and the raw bytes of its arrays:

    4 bytes: length of the tree | the tree | bytes of arrays and long texts, in the order of the tree

In the tree a number, a string, true, false and null stand for themselves. Everything else is an object with
one key that says what it is: ``{"list": [...]}``, ``{"array": [...]}``, ``{"handle": [...]}``. The reader
believes nothing: sizes, depths and types are checked before anything is built. What it builds is of exactly
Python's and numpy's own types, so that no comparison in a check can run a method of the sender's.
"""

import json
import math
import re
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from rehydrate.lab.engine.spoken import line

MAX_BYTES = 64 << 20
MAX_DEPTH = 40
MAX_ITEMS = 250_000
MAX_BITS = 1 << 20
UTF = "utf-8", "surrogatepass"  # a text may hold halves of characters
_DTYPE = re.compile(r"[<>|=]?(b1|[iufc]\d{1,2}|[SU]\d{1,9}|[mM]8(\[\d{0,6}[a-zA-Z]{1,3}\])?)")


class CodecError(ValueError):
    """A message is not what it claims to be, or is too large."""


class Handle:
    """What is sent instead of an object that must stay where it is."""

    def __init__(self, number: int, kind: str, is_callable: bool) -> None:
        self.number = number
        self.kind = kind
        self.is_callable = is_callable


def decode(message: bytes, proxy_for: Callable[[Handle], Any]) -> Any:
    """Turn bytes back into a value; ``proxy_for`` makes what stands for a handle.

    Raises
    ------
    CodecError
        If the bytes are not a message that :mod:`~rehydrate.lab.engine.encode` can have made.
    """
    try:
        if len(message) > MAX_BYTES:
            raise CodecError(f"a reply of {len(message):,} bytes")
        (length,) = struct.unpack_from(">I", message)
        if length > len(message) - 4:
            raise CodecError("the reply ends in the middle of its tree")
        tree = message[4 : 4 + length]
        if sum(map(tree.count, b"[{,")) > 12 * MAX_ITEMS:  # none of ours has so many: before any is built
            raise CodecError("the reply has too many parts")
        reader = _Reader(memoryview(message)[4 + length :], proxy_for)
        value = reader.read(json.loads(tree.decode("ascii")), 0)
        if reader.place != len(reader.blobs):
            raise CodecError("the reply has bytes that belong to nothing")
        return value
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, struct.error, RecursionError, OverflowError) as error:
        raise CodecError(f"the reply is damaged: {error}") from error


def _fits(sizes: Any, n_bytes: int) -> list[int]:
    """Return the shape of an array if it is one, and takes no more than may be returned.

    A size of zero counts as one: beside it, others may claim to be endless.
    """
    if type(sizes) is not list or not all(type(size) is int and size >= 0 for size in sizes):
        raise CodecError("an array has no shape")
    if n_bytes * math.prod(size or 1 for size in sizes[:64]) > MAX_BYTES:
        raise CodecError("an array claims more than may be returned")
    return sizes


def _apart(keys: list[Any]) -> list[Any]:
    """Return keys of a dict or set if they can be told apart in reasonable time.

    Python compares each key with all that share its hash, and whole numbers with one hash are easily made.
    """
    hashes = sorted(map(hash, keys))
    if any(one == other for one, other in zip(hashes, hashes[200:], strict=False)):
        raise CodecError("too many keys share a hash")
    return keys


def _sound(array: Any) -> bool:
    """Say whether raw bytes are truth values or letters; numbers and dates can be any."""
    if array.dtype.kind == "b":
        return not (array.view("u1") > 1).any()
    if array.dtype.kind == "U" and array.dtype.itemsize:
        return not (array.view(f"{array.dtype.byteorder}u4") > sys.maxunicode).any()
    return True


class _Reader:
    def __init__(self, blobs: memoryview, proxy_for: Callable[[Handle], Any]) -> None:
        self.blobs = blobs
        self.proxy_for = proxy_for
        self.items = 0
        self.place = 0  # in the blobs

    def read(self, tree: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise CodecError("the reply is too deep or has too many parts")
        if type(tree) is list:
            raise CodecError("a bare list in the reply")
        if type(tree) is not dict:
            return tree
        ((tag, content),) = tree.items()
        reader = self._READERS.get(tag)
        if reader is None:
            raise CodecError(f"unknown part {line(tag, 40)!r} in the reply")
        return reader(self, content, depth + 1)

    def _sequence(self, content: Any, depth: int) -> list[Any]:
        if type(content) is not list:
            raise CodecError("a part of the reply is no list")
        return [self.read(item, depth) for item in content]

    def _keys(self, content: Any, depth: int) -> list[Any]:
        return _apart(self._sequence(content, depth))

    def _dict(self, content: list[Any], depth: int) -> dict[Any, Any]:
        pairs = [(self.read(key, depth), self.read(value, depth)) for key, value in content]
        _apart([key for key, _ in pairs])
        return dict(pairs)

    def _int(self, content: str, depth: int) -> int:
        if len(content) > MAX_BITS // 4 + 10:
            raise CodecError("a whole number is too long")
        return int(content, 16)

    def _complex(self, content: list[float], depth: int) -> complex:
        real, imag = map(float, content)
        return complex(real, imag)

    def _bytes(self, length: int, depth: int) -> bytes:
        """Take the next bytes; none are taken twice, so that a short message cannot become a large value."""
        if type(length) is not int or not 0 <= length <= len(self.blobs) - self.place:
            raise CodecError("a part of the reply lies outside it")
        self.place += length
        return bytes(self.blobs[self.place - length : self.place])

    def _array(self, content: list[Any], depth: int) -> Any:
        name, shape, length = content
        if type(name) is not str or not _DTYPE.fullmatch(name):
            raise CodecError("an array is of a type that cannot travel")
        dtype = np.dtype(name)
        shape = _fits(shape, dtype.itemsize)
        array = np.frombuffer(self._bytes(length, depth), dtype)
        if not _sound(array):
            raise CodecError(f"an array of type {name} holds values that are none")
        # copied, so that it owns its memory and can be written to like any other
        return array.reshape(shape).copy()

    def _objects(self, content: list[Any], depth: int) -> Any:
        shape, items = content
        array = np.empty(len(items), dtype=object)
        for place, item in enumerate(self._sequence(items, depth)):
            array[place] = item
        return array.reshape(_fits(shape, 8))

    def _handle(self, content: list[Any], depth: int) -> Any:
        number, kind, is_callable = content
        if type(number) is not int or type(kind) is not str or not 0 < number < 1 << 31:
            raise CodecError("a handle has no number or no name")
        return self.proxy_for(Handle(number, line(kind, 100), is_callable is True))

    _READERS: dict[str, Callable[["_Reader", Any, int], Any]] = {
        "list": _sequence,
        "tuple": lambda self, content, depth: tuple(self._sequence(content, depth)),
        "set": lambda self, content, depth: set(self._keys(content, depth)),
        "frozenset": lambda self, content, depth: frozenset(self._keys(content, depth)),
        "dict": _dict,
        "int": _int,
        "complex": _complex,
        "bytes": _bytes,
        "text": lambda self, content, depth: self._bytes(content, depth).decode(*UTF),
        "path": lambda self, content, depth: Path(content),
        "array": _array,
        "scalar": lambda self, content, depth: self._array(content, depth)[()],
        "objects": _objects,
        "handle": _handle,
    }
