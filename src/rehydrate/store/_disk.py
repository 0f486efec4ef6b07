"""A store in a folder: the default back end, which needs nothing but Python."""

import contextlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from rehydrate.store import atomic


class Folder:
    """Files by key (``churn/versions/3.json``) under a folder.

    Parameters
    ----------
    root : str
        The folder; made on the first save.

    Attributes
    ----------
    durable : bool
        Whether ``put`` and ``new_file`` return only when the bytes would survive a power cut.
    mappable : bool
        Whether a file may stay mapped after it was closed.
    """

    mappable = True

    def __init__(self, root: str) -> None:
        self.root = root
        self.durable = True

    def shown(self, key: str) -> str:
        """Return where a key lies, for people."""
        return f"{self.root}/{key}"

    def prepare(self, folder: str) -> None:
        """Make a folder such as ``churn/versions``, so that it survives a power cut before its first file."""
        atomic.make_folder(self.shown(folder), durable=self.durable)

    def put(self, key: str, data: bytes) -> None:
        """Create a file, or raise FileExistsError: the one primitive on which the store stands."""
        atomic.put_if_absent(self.shown(key), data, durable=self.durable)

    def note(self, key: str, data: bytes) -> None:
        """Write or rewrite a file that may be lost."""
        atomic.replace(self.shown(key), data, durable=False)

    @contextlib.contextmanager
    def new_file(self, key: str) -> Iterator[Path]:
        """Give a path to write a large file to; afterwards it is durable and read-only."""
        path = Path(self.shown(key))
        yield path
        if self.durable:
            atomic.sync_file(str(path))
            atomic.sync_folder(str(path.parent))
        if os.name == "posix":  # Windows would refuse to remove it later
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)

    def open(self, key: str) -> BinaryIO:
        """Open a file for reading."""
        return open(self.shown(key), "rb")

    def read(self, key: str) -> bytes:
        """Return the bytes of a small file."""
        with open(self.shown(key), "rb", buffering=0) as file:
            return file.read()

    def has(self, key: str) -> bool:
        """Say whether there is such a file."""
        try:
            os.stat(self.shown(key))  # not os.path.exists: to it, what cannot be read does not exist
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder, in no order; none where there is no such folder."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return os.listdir(self.shown(folder))
        return []

    def age(self, key: str) -> float:
        """Return the seconds since a file was written."""
        return time.time() - os.stat(self.shown(key)).st_mtime

    def remove(self, key: str) -> None:
        """Remove a file if it is there."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.shown(key))

    @contextlib.contextmanager
    def locked(self, key: str, *, exclusive: bool) -> Iterator[bool]:
        """Hold a lock, alone or shared with others; says whether there is one.

        Whoever comes passes a gate first. Who wants the lock alone waits in the gate, so that those who come
        later queue behind; else gc might wait for ever beside busy savers.
        """
        with contextlib.ExitStack() as held:
            with atomic.locked(self.shown(f"{key}.gate"), exclusive=True):
                safe = held.enter_context(atomic.locked(self.shown(f"{key}.lock"), exclusive=exclusive))
            yield safe
