"""The far side of the border: it turns a value into the message that ``codec`` reads.

It runs in the student process, among code that may lie about itself. That does no harm to anybody but the
submission, for the reader believes nothing; what is written here with care is what honest code returns.
"""

import json
import struct
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import numpy as np

from rehydrate.lab.engine import codec
from rehydrate.lab.engine.codec import CodecError, Handle

SHORT_TEXT = 1_000  # characters that stay in the tree


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
        If the value is nested more than 40 deep, has more than 250,000 parts, takes more than 64 MiB, or has
        a whole number of more than a million bits.
    """
    writer = _Writer(handle_for)
    tree = json.dumps(writer.write(value, 0)).encode()
    if len(tree) + writer.n_bytes >= codec.MAX_BYTES:
        raise CodecError(f"the value takes more than the {codec.MAX_BYTES:,} bytes that may be returned")
    return b"".join([struct.pack(">I", len(tree)), tree, *writer.blobs])


class _Writer:
    def __init__(self, handle_for: Callable[[Any], Handle]) -> None:
        self.handle_for = handle_for
        self.blobs: list[bytes] = []
        self.n_bytes = 0
        self.items = 0

    def write(self, value: Any, depth: int) -> Any:
        self.items += 1
        if depth > codec.MAX_DEPTH:
            raise CodecError(f"the value is nested more than {codec.MAX_DEPTH} deep")
        if self.items > codec.MAX_ITEMS:
            raise CodecError(f"the value has more than {codec.MAX_ITEMS:,} parts")
        value = _plain(value)
        kind = type(value)
        if kind in (type(None), bool, float):
            return value
        if kind is int:
            return value if value.bit_length() < 64 else {"int": _hex(value)}
        if kind is str:
            return value if len(value) < SHORT_TEXT else {"text": self._blob(value.encode(*codec.UTF))}
        if kind in (list, tuple, set, frozenset):
            return {kind.__name__: [self.write(item, depth + 1) for item in value]}
        if kind is dict:
            return {"dict": [[self.write(k, depth + 1), self.write(v, depth + 1)] for k, v in value.items()]}
        if kind is bytes:
            return {"bytes": self._blob(value)}
        if kind is complex:
            return {"complex": [value.real, value.imag]}
        if issubclass(kind, PurePath):
            return {"path": str(value)}
        if (kind is np.ndarray or issubclass(kind, np.generic)) and value.dtype.kind in "biufcSUmMO":
            return self._array(value, depth)
        handle = self.handle_for(value)
        return {"handle": [handle.number, handle.kind, handle.is_callable]}

    def _array(self, value: Any, depth: int) -> Any:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            items = [self.write(item, depth + 1) for item in array.ravel().tolist()]
            return {"objects": [list(array.shape), items]}
        name = "array" if type(value) is np.ndarray else "scalar"
        return {name: [array.dtype.str, list(array.shape), self._blob(np.ascontiguousarray(array).tobytes())]}

    def _blob(self, content: bytes) -> int:
        """Add bytes after those of all others, and return their number."""
        self.blobs.append(content)
        self.n_bytes += len(content)
        if self.n_bytes >= codec.MAX_BYTES:
            raise CodecError(f"the value takes more than the {codec.MAX_BYTES:,} bytes that may be returned")
        return len(content)


def _plain(value: Any) -> Any:
    """Return the plain value that stands for one of a kind of its own: a dict for an OrderedDict.

    The content is fetched by Python's own methods: those of a kind of its own may say something else.
    """
    kind = type(value)  # not isinstance, which believes what an object says of its class
    if issubclass(kind, np.generic | bool):
        return value
    if issubclass(kind, str):
        return str.__str__(value)  # the text of a string Enum, not the name of its member
    if issubclass(kind, int):
        return int.__int__(value)
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, bytes):
        return bytes.__getitem__(value, slice(None))
    if issubclass(kind, list):
        return list.copy(value)
    if kind in (OrderedDict, defaultdict, Counter):
        return dict(value)
    return np.asarray(value) if kind is np.memmap else value


def _hex(number: int) -> str:
    if number.bit_length() > codec.MAX_BITS:
        raise CodecError(f"a whole number of more than {codec.MAX_BITS:,} bits")
    return hex(number)
