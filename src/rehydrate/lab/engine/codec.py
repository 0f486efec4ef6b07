"""The border: plain data and arrays as bytes, and nothing that could run code when read.

A message is a length, a JSON tree and the raw bytes of its arrays:

    4 bytes: length of the tree | the tree | bytes of all arrays, one after the other

In the tree a number, a string, true, false and null stand for themselves. Everything else is an object with
one key that says what it is: ``{"list": [...]}``, ``{"array": {...}}``, ``{"handle": {...}}``. The reader
believes nothing: sizes, depths and types are checked before anything is built.
"""

import json
import re
import struct
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any

import numpy as np

MAX_BYTES = 64 << 20
MAX_DEPTH = 40
MAX_ITEMS = 1_000_000
_DTYPE = re.compile(r"[<>|=]?(b1|[iufc]\d{1,2}|[SU]\d{1,9}|[mM]8(\[\d{0,6}[a-zA-Z]{1,3}\])?)")


class CodecError(ValueError):
    """A message is not what it claims to be, or is too large."""


class Handle:
    """What is sent instead of an object that must stay where it is."""

    def __init__(self, number: int, kind: str, is_callable: bool) -> None:
        self.number = number
        self.kind = kind
        self.is_callable = is_callable


def encode(value: Any, handle_for: Callable[[Any], Handle]) -> bytes:
    """Turn a value into bytes.

    Parameters
    ----------
    value : object
        Plain data and arrays travel; for anything else ``handle_for`` says what to send.
    handle_for : callable
        Given an object, returns its handle.

    Raises
    ------
    CodecError
        If the value is nested more than 40 deep, has more than a million parts or takes more than 64 MiB.
    """
    writer = _Writer(handle_for)
    tree = json.dumps(writer.write(value, 0)).encode()
    message = b"".join([struct.pack(">I", len(tree)), tree, *writer.blobs])
    if len(message) > MAX_BYTES:
        raise CodecError(
            f"the value takes {len(message):,} bytes, more than the {MAX_BYTES:,} that may be returned"
        )
    return message


def decode(message: bytes, proxy_for: Callable[[Handle], Any]) -> Any:
    """Turn bytes back into a value; ``proxy_for`` makes what stands for a handle.

    Raises
    ------
    CodecError
        If the bytes are not a message that ``encode`` can have made.
    """
    try:
        if len(message) > MAX_BYTES:
            raise CodecError(f"a reply of {len(message):,} bytes")
        (length,) = struct.unpack_from(">I", message)
        if length > len(message) - 4:
            raise CodecError("the reply ends in the middle of its tree")
        tree = json.loads(message[4 : 4 + length])
        return _Reader(memoryview(message)[4 + length :], proxy_for).read(tree, 0)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, struct.error, RecursionError, OverflowError) as error:
        raise CodecError(f"the reply is damaged: {error}") from error


class _Writer:
    def __init__(self, handle_for: Callable[[Any], Handle]) -> None:
        self.handle_for = handle_for
        self.blobs: list[bytes] = []
        self.offset = 0
        self.items = 0

    def write(self, value: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH:
            raise CodecError(f"the value is nested more than {MAX_DEPTH} deep")
        if self.items > MAX_ITEMS:
            raise CodecError(f"the value has more than {MAX_ITEMS:,} parts")
        value = _plain(value)
        kind = type(value)
        if kind in (type(None), bool, str, float):
            return value
        if kind is int:
            return value if value.bit_length() < 64 else {"int": hex(value)}
        if kind in (list, tuple, set, frozenset):
            return {kind.__name__: [self.write(item, depth + 1) for item in value]}
        if kind is dict:
            return {"dict": [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in value.items()]}
        if kind is bytes:
            return {"bytes": self._blob(value)}
        if isinstance(value, PurePath):
            return {"path": str(value)}
        if kind is np.ndarray or isinstance(value, np.generic):
            return self._array(value, depth)
        handle = self.handle_for(value)
        return {"handle": [handle.number, handle.kind, handle.is_callable]}

    def _array(self, value: Any, depth: int) -> Any:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            items = [self.write(item, depth + 1) for item in array.ravel().tolist()]
            return {"objects": [list(array.shape), items]}
        name = "array" if isinstance(value, np.ndarray) else "scalar"
        return {name: [array.dtype.str, list(array.shape), self._blob(np.ascontiguousarray(array).tobytes())]}

    def _blob(self, content: bytes) -> list[int]:
        place = [self.offset, len(content)]
        self.blobs.append(content)
        self.offset += len(content)
        return place


def _plain(value: Any) -> Any:
    """Return the plain value that stands for one of a kind of its own: a dict for an OrderedDict."""
    kind = type(value)  # not isinstance, which believes what an object says of its class
    if issubclass(kind, np.generic | bool):
        return value
    if issubclass(kind, str):
        return str.__str__(value)  # the text of a string Enum, not the name of its member
    plain_kinds: tuple[type[Any], ...] = (int, float, bytes, list)
    for plain in plain_kinds:
        if issubclass(kind, plain):
            return plain(value)
    if kind in (OrderedDict, defaultdict, Counter):
        return dict(value)
    return np.asarray(value) if kind is np.memmap else value


def _shape(sizes: Any) -> list[int]:
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise CodecError(f"{str(sizes)[:40]} is not the shape of an array")
    return sizes


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

    def read(self, tree: Any, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise CodecError("the reply is too deep or has too many parts")
        if not isinstance(tree, dict):
            if isinstance(tree, list):
                raise CodecError("a bare list in the reply")
            return tree
        ((tag, content),) = tree.items()
        reader = self._READERS.get(tag)
        if reader is None:
            raise CodecError(f"unknown part {tag!r} in the reply")
        return reader(self, content, depth + 1)

    def _sequence(self, content: list[Any], depth: int) -> list[Any]:
        return [self.read(item, depth) for item in content]

    def _dict(self, content: list[Any], depth: int) -> dict[Any, Any]:
        return {self.read(key, depth): self.read(value, depth) for key, value in content}

    def _bytes(self, content: list[int], depth: int) -> bytes:
        offset, length = content
        if not 0 <= offset <= offset + length <= len(self.blobs):
            raise CodecError("a part of the reply lies outside it")
        return bytes(self.blobs[offset : offset + length])

    def _array(self, content: list[Any], depth: int) -> Any:
        name, shape, place = content
        if not isinstance(name, str) or not _DTYPE.fullmatch(name):
            raise CodecError(f"an array of type {name!r} cannot travel")
        array = np.frombuffer(self._bytes(place, depth), dtype=np.dtype(name))
        if not _sound(array):
            raise CodecError(f"an array of type {name} holds values that are none")
        # copied, so that it owns its memory and can be written to like any other
        return array.reshape(_shape(shape)).copy()

    def _objects(self, content: list[Any], depth: int) -> Any:
        shape, items = content
        array = np.empty(len(items), dtype=object)
        for place, item in enumerate(self._sequence(items, depth)):
            array[place] = item
        return array.reshape(_shape(shape))

    def _handle(self, content: list[Any], depth: int) -> Any:
        number, kind, is_callable = content
        return self.proxy_for(Handle(int(number), str(kind)[:200], bool(is_callable)))

    _READERS: dict[str, Callable[["_Reader", Any, int], Any]] = {
        "list": _sequence,
        "tuple": lambda self, content, depth: tuple(self._sequence(content, depth)),
        "set": lambda self, content, depth: set(self._sequence(content, depth)),
        "frozenset": lambda self, content, depth: frozenset(self._sequence(content, depth)),
        "dict": _dict,
        "int": lambda self, content, depth: int(content, 16),
        "bytes": _bytes,
        "path": lambda self, content, depth: Path(content),
        "array": _array,
        "scalar": lambda self, content, depth: self._array(content, depth)[()],
        "objects": _objects,
        "handle": _handle,
    }
