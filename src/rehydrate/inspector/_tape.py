"""Read a layer from front to back, without ever holding more of it than a bound allows."""

import io
from typing import BinaryIO

from rehydrate.inspector._limits import Budget, Damage
from rehydrate.inspector.graph import Blob

PIECE = 64 << 10  # bytes read at once when passing over data
LONGEST = 1 << 20  # bytes of one string or array that may be kept
HEAD = 64  # bytes kept of what is longer


class Tape:
    """A file that is read forwards.

    Parameters
    ----------
    file : binary file
        Anything with ``read``, ``readline`` and ``tell``; it need not seek.
    budget : Budget
        Pays for what is kept.
    where : str
        The member of an archive that this is; empty for the file itself.
    """

    def __init__(self, file: BinaryIO, budget: Budget, where: str = "") -> None:
        self.file, self.budget, self.where = file, budget, where
        self.end: int | None = None  # a stream does not know it
        if file.seekable():
            here = file.tell()
            self.end = file.seek(0, 2)
            file.seek(here)

    @property
    def place(self) -> str:
        """The position in words."""
        return f"{self.where} byte {self.file.tell():,}".strip()

    def read(self, n: int) -> bytes:
        """Return exactly the next bytes, of which there are few."""
        found = self.file.read(n)
        if len(found) < n:
            raise Damage(f"it ends in the middle of a value: {n} bytes are wanted and {len(found)} are left")
        return found

    def take(self, n: int, kind: str) -> bytes | Blob:
        """Return the next bytes, or only their number and their head where they are too many to keep."""
        what = "kept_text" if kind == "str" else "kept_bytes"
        if n <= LONGEST and self.budget.keep(what, n):
            return self.read(n)
        head = self.read(min(n, HEAD))
        self.skip(n - len(head))
        return Blob(kind, n, head)

    def skip(self, n: int) -> None:
        """Pass over bytes; each of them must be there."""
        if self.end is not None:  # a plain file: a claim of ten gigabytes costs nothing to refuse
            here = self.file.tell()
            if here + n > self.end:
                raise Damage(f"it claims {n:,} more bytes where {max(self.end - here, 0):,} are left")
            self.file.seek(n, 1)
            return
        while n > 0:
            n -= len(self.read(min(n, PIECE)))
            self.budget.look_at_the_clock()

    def drain(self) -> int:
        """Pass over the rest, so that its checksum is looked at, and return how many bytes that were."""
        found = 0
        while piece := len(self.file.read(PIECE)):
            found += piece
            self.budget.look_at_the_clock()
        return found

    def line(self) -> bytes | Blob:
        """Return the bytes up to the next line feed, without it; only their head where they are many."""
        found = piece = self.file.readline(LONGEST)
        whole = len(found)
        while not piece.endswith(b"\n"):
            piece = self.file.readline(LONGEST)
            whole += len(piece)
            self.budget.look_at_the_clock()
            if not piece:
                raise Damage("it ends in the middle of a line")
        kept = whole == len(found) and self.budget.keep("kept_text", whole)
        return found[:-1] if kept else Blob("str", whole - 1, found[:HEAD])


def head_of(file: BinaryIO, n: int = 512) -> bytes:
    """Return the next bytes of a file or stream without taking them."""
    if isinstance(file, io.BufferedReader) and not file.seekable():
        return file.peek(n)[:n]
    here = file.tell()
    head = file.read(n)
    file.seek(here)
    return head
