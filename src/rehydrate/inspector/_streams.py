"""Streams that are paid for by the byte, and what the standard readers of archives need to be safe."""

import io
import lzma
import tarfile
import zipfile
import zlib
from typing import Any, BinaryIO

from rehydrate.inspector._limits import Bound, Budget, Damage

RATIO_FROM = 64 << 20  # bytes; below this even the wildest ratio does no harm
LARGEST_READ = 4 << 20  # bytes; a list of members that is longer would fill the memory

# What the standard readers of compressed and archived data raise over a damaged file.
READ_ERRORS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError),
    *(OSError, EOFError, ValueError, KeyError, IndexError, OverflowError, RuntimeError),
)


class Metered(io.RawIOBase):
    """A stream whose bytes are paid for.

    Parameters
    ----------
    file : object
        Has ``read``.
    budget : Budget
        Bounds what comes out, absolutely and relative to what went in.
    n_in : int
        Bytes that the stream takes up where it lies.
    """

    def __init__(self, file: Any, budget: Budget, n_in: int = 0) -> None:
        self.file = file
        self.budget = budget
        self.n_in = n_in
        self.n_out = 0

    def readable(self) -> bool:
        """Say yes."""
        return True

    def tell(self) -> int:
        """Return how many bytes came out."""
        return self.n_out

    def more(self, n: int) -> bytes:
        """Return up to this many bytes; none at the end."""
        return bytes(self.file.read(n))

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with what comes next, and pay for it."""
        try:
            found = self.more(len(buffer))
        except READ_ERRORS as error:
            raise Damage(f"the compressed data is damaged: {error}") from error
        self.n_out += len(found)
        self.budget.spend("expanded_bytes", len(found))
        ratio = self.budget.limits.ratio
        if self.n_out > RATIO_FROM and self.n_out > self.n_in * ratio:
            raise Bound(f"it becomes more than {ratio} times larger than it is")
        buffer[: len(found)] = found
        return len(found)


class Guarded:
    """A file for readers that trust the sizes which the file itself states."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def __getattr__(self, name: str) -> Any:
        """Return everything else from the file."""
        return getattr(self.file, name)

    def read(self, n: int = -1) -> bytes:
        """Read, unless that is more than any honest archive asks for at once."""
        if n > LARGEST_READ:
            raise Bound(f"its list of members takes more than {LARGEST_READ:,} bytes")
        return self.file.read(n if n >= 0 else LARGEST_READ)
