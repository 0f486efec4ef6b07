"""Compressed layers, each recognised by its first bytes and read as a stream, never held whole."""

import bz2
import importlib
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

from rehydrate.inspector._limits import Budget, Damage
from rehydrate.inspector._streams import Metered
from rehydrate.inspector._tape import PIECE

MEMORY = 256 << 20  # bytes that an lzma stream may ask its reader to reserve


class Inflated(Metered):
    """A compressed file, read as what it becomes; several compressed parts in a row are read as one.

    Parameters
    ----------
    file, budget : binary file, Budget
        As for ``Metered``.
    opener : callable
        Returns a new decompressor.
    """

    def __init__(self, file: BinaryIO, budget: Budget, opener: Callable[[], Any]) -> None:
        super().__init__(file, budget)
        self.opener = opener
        self.engine = opener()
        self.waiting = b""

    def more(self, n: int) -> bytes:
        """Return up to this many bytes; none at the end.

        Parameters
        ----------
        n : int
            The most bytes to return.
        """
        found = b""
        while not found:
            if self.engine.eof:
                self.waiting = self.engine.unused_data or self._read_in()
                if not self.waiting:
                    return b""
                self.engine = self.opener()
            hungry = not self.waiting and getattr(self.engine, "needs_input", True)
            self.waiting = self.waiting or (self._read_in() if hungry else b"")
            starved = hungry and not self.waiting
            found = self.engine.decompress(self.waiting, n)
            self.waiting = getattr(self.engine, "unconsumed_tail", b"")
            if starved and not found and not self.engine.eof:
                raise EOFError("it is cut short")
        return found

    def _read_in(self) -> bytes:
        piece: bytes = self.file.read(PIECE)
        self.n_in += len(piece)
        return piece


def _lzma() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=MEMORY)


def _lz4() -> Any:
    try:
        return importlib.import_module("lz4.frame").LZ4FrameDecompressor()
    except ImportError as error:
        raise Damage(
            "it is compressed with lz4, which only the package lz4 reads: pip install lz4"
        ) from error


def _zlib(head: bytes) -> bool:
    return head[:1] == b"x" and int.from_bytes(head[:2], "big") % 31 == 0


# What fits the first bytes, the name, and what opens it. Like joblib, without a look at the name of the file.
COMPRESSIONS: list[tuple[Callable[[bytes], bool], str, Callable[[], Any]]] = [
    (lambda head: head[:2] == b"\x1f\x8b", "gzip", lambda: zlib.decompressobj(31)),
    (lambda head: head[:3] == b"BZh", "bz2", bz2.BZ2Decompressor),
    (lambda head: head[:6] == b"\xfd7zXZ\0", "xz", _lzma),
    (lambda head: head[:3] == b"\x5d\0\0", "lzma", _lzma),
    (lambda head: head[:4] == b"\x04\x22M\x18", "lz4", _lz4),
    (_zlib, "zlib", zlib.decompressobj),
]
