"""Checksums of files: a number of 256 bits that another file will not have by accident.

sha256 is in every Python, and what ``sha256sum`` prints. blake3 (extra ``sign``; its command is ``b3sum``) is
two to three times as quick, and more where the processor has no instructions for sha256. Either notices
damage. Neither stops a person who can write to the store, and so can record the checksum of another file:
that takes a signature, or a digest that the reader keeps.
"""

import contextlib
import hashlib
from importlib.util import find_spec
from typing import Any, BinaryIO

from rehydrate.errors import StoreError

CHUNK = 1 << 18  # bytes; read at once: they stay in the processor's cache until they are summed


def quickest() -> str:
    """Return the quickest algorithm that can be computed here."""
    return "blake3" if find_spec("blake3") else "sha256"


def new(algorithm: str) -> Any:
    """Return an empty checksum, with ``update`` and ``hexdigest``, or raise StoreError."""
    if algorithm == "sha256":
        return hashlib.sha256()
    if algorithm == "blake3":
        with contextlib.suppress(ImportError):
            from blake3 import blake3

            return blake3()  # on one thread; waking others for each piece takes longer than it saves
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
    checksum = new(algorithm)
    file.seek(0)
    piece = memoryview(bytearray(CHUNK))
    while n_bytes := file.readinto(piece):  # type: ignore[attr-defined]
        checksum.update(piece[:n_bytes])
    return str(checksum.hexdigest())
