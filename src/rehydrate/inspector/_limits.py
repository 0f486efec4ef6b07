"""How much an inspection may cost, and the counters that hold it to that.

A file chooses what its reader does: how many instructions, how deep, how many bytes a compressed layer
becomes. Each of those has a bound here, and a bound that is reached ends the reading of that layer, never the
report.
"""

import time
from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one inspection; the defaults let through every honest model file that we know of.

    Attributes
    ----------
    seconds : float
        Wall-clock time, looked at every thousand instructions and every piece of a stream.
    opcodes : int
        Pickle instructions to follow. Each makes one small object at most, of about a hundred bytes.
    kept_text, kept_bytes : int
        Bytes of text, and of arrays, kept for the report; of the rest only sizes are kept.
    expanded_bytes : int
        Bytes that compressed layers may become in all. They are read as a stream and not kept.
    ratio : int
        How many times larger than itself a compressed layer may become, once that is over 64 MiB.
    memory_bytes : int
        The largest layer that is read into memory, where a format must be read as a whole.
    members : int
        Files inside archives.
    layers : int
        How deep archives, compressions and pickles may lie in each other.
    nesting : int
        How deep objects may lie in each other and still be looked into.
    """

    seconds: float = 60.0
    opcodes: int = 4_000_000
    kept_text: int = 64 << 20
    kept_bytes: int = 64 << 20
    expanded_bytes: int = 8 << 30
    ratio: int = 200
    memory_bytes: int = 128 << 20
    members: int = 10_000
    layers: int = 8
    nesting: int = 100


class Damage(Exception):
    """A layer cannot be read on; its text says why. Never leaves the inspector."""


class Bound(Damage):
    """A layer cannot be read on, because a bound was reached.

    Parameters
    ----------
    what : str
        Which bound, in words.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}, the bound of an inspection")


class Budget:
    """What one inspection has spent so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.end = time.monotonic() + limits.seconds
        self.spent: Counter[str] = Counter()

    def spend(self, what: str, amount: int = 1) -> None:
        """Count something that a field of ``Limits`` bounds, and look at the clock."""
        self.spent[what] += amount
        bound = getattr(self.limits, what)
        if self.spent[what] > bound:
            raise Bound(f"it needs more than {bound:,} {what.replace('_', ' ')}")
        self.look_at_the_clock()

    def look_at_the_clock(self) -> None:
        """Stop the reading when its time is over."""
        if time.monotonic() > self.end:
            raise Bound(f"it takes more than {self.limits.seconds:g} seconds")

    def keep(self, what: str, n_bytes: int) -> bool:
        """Say whether this many more bytes may be kept, and count them if so."""
        if self.spent[what] + n_bytes > getattr(self.limits, what):
            return False
        self.spent[what] += n_bytes
        return True
