"""Aliases: names that point at a version and can be moved. Each move is a record: the history is the alias.

Rolling back is a move too. It says which earlier move it restores, so that the next one goes on from there
and not back to where it came from.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime

from rehydrate.errors import StoreError
from rehydrate.store._records import Log, broken


@dataclass(frozen=True)
class Move:
    """One move of an alias.

    Attributes
    ----------
    number : int
        1 for the first.
    version : int
        What the alias points at since then.
    created : str
        When; ISO 8601, UTC.
    restores : int
        The number of the move that this one went back to; 0 if it was no rollback.
    """

    number: int
    version: int
    created: str
    restores: int


def read(log: Log, number: int) -> Move:
    """Return a move."""
    try:
        record = log.read(number)
        return Move(number, record["version"], record["created"], record["restores"])
    except (KeyError, FileNotFoundError) as error:
        raise broken(log.backend.shown(log.key(number)), error) from error


def move(log: Log, version: int, *, restores: int = 0, number: int = 0) -> None:
    """Point an alias at a version."""
    log.append({"version": version, "created": now(), "restores": restores}, number=number)


def roll_back(log: Log, there: Container[int]) -> int:
    """Point an alias at what it pointed at before; 0 if there is nothing earlier.

    Parameters
    ----------
    log : Log
        Of the alias; it has been moved at least once.
    there : container of int
        The versions that can be gone back to.

    Raises
    ------
    StoreError
        If somebody else moves the alias elsewhere at the same moment.
    """
    newest = log.newest()
    current = target = read(log, newest)
    while target.version == current.version or target.version not in there:
        earlier = (target.restores or target.number) - 1
        if not earlier:
            return 0
        target = read(log, earlier)
    restores = target.restores or target.number
    try:
        move(log, target.version, restores=restores, number=newest + 1)
    except FileExistsError as error:
        other = read(log, newest + 1)
        if other.restores != restores:  # else the other went the same step back, and one step was meant
            raise StoreError(
                f"{log.place} was not rolled back.",
                why=f"somebody else moved it to version {other.version} at the same moment",
                fix="look at its history, and decide again",
            ) from error
    return target.version


def now() -> str:
    """Return the time as the records say it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
