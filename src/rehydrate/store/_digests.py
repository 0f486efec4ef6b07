"""Checksums of files: a number of 256 bits that another file will not have by accident.

sha256 is in every Python, and what ``sha256sum`` prints. blake3 is about three times as quick on one core and
uses them all (extra ``sign``). Either notices damage. Neither stops a person who can write to the store, and
so can record the checksum of another file: that takes a signature, or a digest that the reader keeps.
"""

import contextlib
import hashlib
import os
from typing import Any, BinaryIO

from rehydrate.errors import StoreError

CHUNK = 1 << 20  # bytes; read at once: small beside the model, and enough work for several threads
THREADS_FROM = 1 << 23  # bytes; waking the threads of blake3 costs more than it saves below


def new(algorithm: str, size: int = 0) -> Any:
    """Return an empty checksum for so many bytes, with ``update`` and ``hexdigest``, or raise StoreError."""
    if algorithm == "sha256":
        return hashlib.sha256()
    if algorithm == "blake3":
        with contextlib.suppress(ImportError):
            from blake3 import blake3

            return blake3(max_threads=blake3.AUTO if size >= THREADS_FROM else 1)
    raise StoreError(
        f"The checksum {algorithm!r} cannot be computed here.",
        why="sha256 always can, blake3 where its package is installed, and no other is known",
        fix="pip install 'rehydrate[sign]', or save with digest='sha256'",
    )


def file_digest(file: BinaryIO, algorithm: str) -> str:
    """Return the checksum of a whole open file, in hexadecimal.

    Read in pieces and not through a mapping: a disk that fails under a mapping ends the process, with no
    error to catch.
    """
    size = os.fstat(file.fileno()).st_size
    checksum = new(algorithm, size)
    file.seek(0)
    piece = memoryview(bytearray(min(size + 1, CHUNK)))
    while n_bytes := file.readinto(piece):  # type: ignore[attr-defined]
        checksum.update(piece[:n_bytes])
    return str(checksum.hexdigest())
