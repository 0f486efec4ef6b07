"""Removing what no version names: files of deleted versions, and what killed savers left."""

import contextlib

from rehydrate.errors import NotInStore
from rehydrate.store._shelf import Shelf

DAY = 86_400.0  # seconds


def collect(shelf: Shelf, older_than: float | None) -> list[str]:
    """Remove a model's unused files and return their keys.

    While this runs no saver is between its first file and its record: savers share the lock that is held
    alone here, and the system drops the lock of one that dies. Where there is no lock, only the age of a file
    tells that nobody is about to name it.

    Raises
    ------
    BrokenRecord
        If a record cannot be read: nobody knows then which files it needs, and nothing is removed.
    """
    removed: list[str] = []
    if not shelf.backend.names(shelf.name):
        return removed  # nothing was ever begun here
    with contextlib.ExitStack() as held:
        held.enter_context(shelf.told("cleaned"))
        safe = held.enter_context(shelf.backend.locked(shelf.log.place, exclusive=True))
        held.enter_context(shelf.changing("cleaned"))  # last: a saver may take long, a move does not
        limit = older_than if older_than is not None else 0.0 if safe else DAY
        for key in _unused(shelf):
            with contextlib.suppress(FileNotFoundError):  # another gc was quicker
                if limit <= 0 or shelf.backend.age(key) >= limit:
                    shelf.backend.remove(key)
                    removed.append(key)
    return removed


def _unused(shelf: Shelf) -> list[str]:
    name = shelf.name
    present = shelf.backend.names(f"{name}/blobs")  # before the records: what comes later is not looked at
    named = set()
    for version in shelf.versions():
        with contextlib.suppress(NotInStore):  # deleted just now, where no lock keeps others away
            named |= {shelf.key(blob) for blob in shelf.manifest(version).blobs}
    unused = [f"{name}/blobs/{file}" for file in present if f"{name}/blobs/{file}" not in named]
    for place in (shelf.log.place, *(log.place for log in shelf.alias_logs().values())):
        unused += [f"{place}/{file}" for file in shelf.backend.names(place) if file.startswith(".")]
    return unused
