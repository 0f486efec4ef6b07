"""What a loop beside the learner's editor needs to know: what was saved.

Saves are found by looking, not by asking the system to tell. What Linux calls inotify has another name on
every system, is silent about changes that another machine makes in a network folder, loses sight of a file
that an editor replaces by a renamed one, and would be one more dependency. An exercise has one to three
small files: looking at their times and sizes fifty times a second costs nothing that one could notice.
"""

import time
from collections.abc import Sequence
from pathlib import Path

SECONDS = 0.02
"""Pause between two looks, in seconds. A save is noticed by one look and confirmed by the next."""

_COARSE = 2.0  # seconds; the coarsest clock of a file system in use (FAT) ticks this slowly


class Saves:
    """Notices when files were saved with other content.

    A save that changes nothing is none. Neither is a moment in which a file is missing or half written, as
    some editors leave it while they save: content counts when two looks in a row find the same.

    Parameters
    ----------
    paths : sequence of Path
        The files. What is in them now counts as known.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.note()

    def note(self) -> None:
        """Regard what the files hold now as known: it is about to be checked."""
        self._stamps = [_stamp(path) for path in self.paths]
        self._fresh_until = time.monotonic() + _COARSE
        self._known = self._seen = self._content()

    def came(self) -> bool:
        """Look once; say whether there is something new to check."""
        stamps = [_stamp(path) for path in self.paths]
        now = time.monotonic()
        if stamps != self._stamps:
            self._stamps, self._fresh_until = stamps, now + _COARSE
        elif now > self._fresh_until:
            return False  # a later save would have another time, even on the coarsest clock
        content = self._content()
        settled = content == self._seen
        self._seen = content
        if content is None or not settled or content == self._known:
            return False
        self._known = content
        return True

    def _content(self) -> list[bytes] | None:
        try:
            return [path.read_bytes() for path in self.paths]
        except OSError:
            return None  # not there at this moment


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return what a save changes: the time, the size, and which file it is."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
