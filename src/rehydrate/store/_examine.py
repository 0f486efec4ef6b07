"""Looking for damage without loading anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rehydrate.errors import StoreError
from rehydrate.store import _aliases
from rehydrate.store._shelf import Shelf


@dataclass(frozen=True)
class Problem:
    """Something that is wrong in a store.

    Attributes
    ----------
    place : str
        Such as ``"churn@3"`` or ``"churn@production"``.
    kind : str
        The name of the error that loading it would raise.
    what, why, fix : str
        What is wrong, why it is thought so, and what to do.
    """

    place: str
    kind: str
    what: str
    why: str
    fix: str


def problems(shelf: Shelf, ref: int | str | None, on_step: Callable[[str], object]) -> Iterator[Problem]:
    """Yield what is wrong with one version of a model, or with all its versions and aliases.

    ``on_step`` is told each place before it is looked at.
    """
    for each in _every(shelf) if ref is None else [ref]:
        place = f"{shelf.name}@{each}"
        on_step(place)
        try:
            found = shelf.manifest(each)
            for blob in found.blobs if each == ref or isinstance(each, int) else ():
                with shelf.opened(found, blob):
                    pass
            if isinstance(each, str):
                log = shelf.alias(each)
                for number in range(1, log.newest() + 1):
                    _aliases.read(log, number)
        except StoreError as error:
            if ref is None and isinstance(each, int) and shelf.backend.has(shelf.tombstone(each)):
                continue  # deleted since we looked
            yield Problem(place, type(error).__name__, error.what, error.why, error.fix)


def _every(shelf: Shelf) -> list[int | str]:
    """Return all versions and aliases, also versions that should be there and are not."""
    names = set(shelf.backend.names(shelf.log.place))
    versions = [n for n in range(1, shelf.log.newest() + 1) if f"{n}.deleted" not in names]
    return [*versions, *(alias for alias, log in shelf.alias_logs().items() if log.newest())]
