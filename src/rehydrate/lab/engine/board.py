"""What verdict processes that work side by side know together: whose turn it is, and what came so far."""

import contextlib
import mmap
import os
import time
from collections.abc import Iterator, Sequence

UNKNOWN, PASSED, NOT_PASSED, TIMEOUT, UNLOADABLE = range(5)
_LOOK = 0.0005  # seconds between two looks at what another process is still finding out


class Board:
    """One outcome for each check of a run.

    Parameters
    ----------
    names : sequence of str
        The checks, in teaching order.
    shared : bool
        Whether processes that are forked from this one write to it and read from it too.
    """

    def __init__(self, names: Sequence[str], shared: bool = False) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        size = max(1, len(names))  # memory to share cannot be empty
        self._outcomes = mmap.mmap(-1, size) if shared else bytearray(size)
        self._shared = shared

    def note(self, name: str, outcome: int) -> None:
        """Write down what became of a check; one that is not listed is not asked about either."""
        if name in self._places:
            self._outcomes[self._places[name]] = outcome

    def count(self, outcome: int) -> int:
        """Return how many checks have this outcome so far."""
        return bytes(self._outcomes).count(outcome)

    def passed(self, name: str, asker: str) -> bool:
        """Say whether a check has passed, for the sake of another one.

        If it comes before that one, its turn has come already: then what another process finds is waited for.
        """
        place = self._places[name]
        if place < self._places[asker]:
            self._wait_for(place)
        return self._outcomes[place] == PASSED

    def wait_for_first(self, asker: str) -> None:
        """Return when the first check has an outcome: it shows whether anything loads at all."""
        if self._places.get(asker, 0) > 0:
            self._wait_for(0)

    def _wait_for(self, place: int) -> None:
        while self._shared and self._outcomes[place] == UNKNOWN:
            time.sleep(_LOOK)


class Turns:
    """Hands out numbers from 0 on to processes forked from this one, each number once, in order.

    Parameters
    ----------
    n : int
        How many numbers: few enough for all of them to fit into a pipe.
    """

    def __init__(self, n: int) -> None:
        self._numbers, writer = os.pipe()
        os.write(writer, b"".join(number.to_bytes(2) for number in range(n)))
        os.close(writer)

    def __iter__(self) -> Iterator[int]:
        """Take a number whenever one is done with, until all are given."""
        while taken := os.read(self._numbers, 2):
            yield int.from_bytes(taken)

    def close(self) -> None:
        """Give up what is left."""
        os.close(self._numbers)


class Token:
    """Held by one process at a time, of those forked from this one.

    The lock of multiprocessing would do, where there is a ``/dev/shm``: not every container has one.
    """

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.write(self._writer, b".")

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait for it, keep it for a while, and give it back."""
        os.read(self._reader, 1)
        try:
            yield
        finally:
            os.write(self._writer, b".")

    def close(self) -> None:
        """Put it away."""
        os.close(self._reader)
        os.close(self._writer)
