"""Making a version: files first, then one small record. Until the record is there, nothing has happened."""

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from rehydrate.store._digests import file_digest
from rehydrate.store._manifest import Blob
from rehydrate.store._shelf import Shelf

Add = Callable[[str, Callable[[Path], object]], Blob]


@contextlib.contextmanager
def new_version(shelf: Shelf, algorithm: str) -> Iterator[Add]:
    """Give a function that adds a file; take the files away again if no version comes to be.

    Yields
    ------
    callable
        Takes the end of the file's name and a function that writes the file; returns what describes it.

    Raises
    ------
    StoreError
        If the disk refuses.
    """
    keys: list[str] = []
    version: int | None = 0

    def add(suffix: str, write: Callable[[Path], object]) -> Blob:
        file = f"blobs/{uuid.uuid4().hex}{suffix}"
        keys.append(f"{shelf.name}/{file}")
        with shelf.backend.new_file(keys[-1]) as path:
            write(path)
            with path.open("rb") as stream:
                size, digest = os.fstat(stream.fileno()).st_size, file_digest(stream, algorithm)
        return Blob(file, size, algorithm, digest)

    try:
        if not shelf.backend.has(shelf.log.key(1)):
            shelf.backend.prepare(f"{shelf.name}/blobs")
        before = shelf.log.newest()
        with shelf.backend.locked(shelf.log.place, exclusive=False):  # keeps gc away
            try:
                yield add
            except BaseException:
                version = None  # not known, should asking fail as well
                version = _committed(shelf, before, keys)
                for key in keys if not version else ():
                    shelf.backend.remove(key)
                raise
    except OSError as error:
        done = "saved" if version == 0 else "saved for certain"
        raise shelf.refused(
            f"{done}, though version {version} is there" if version else done, error
        ) from error


def _committed(shelf: Shelf, before: int, keys: list[str]) -> int:
    """Return the new version that names our files, if any: an error may come right after the commit."""
    for number in range(before + 1, shelf.log.newest() + 1):
        record = shelf.backend.read(shelf.log.key(number))
        if any(os.path.basename(key).encode() in record for key in keys):
            return number
    return 0
