"""Numbered records: creating number 7 commits it. Versions are such a log, and so are the moves of an alias.

::

    churn/versions/1.json, 2.json, ...   one line of JSON, and a second line: its seal
    churn/versions/hint                  a number that was the newest once

The seal holds the checksum of the first line, and its signature where the store has a key. The line names its
own place, so that a sealed record that was copied elsewhere is not believed there.
"""

import contextlib
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from rehydrate.errors import BrokenRecord, StoreError
from rehydrate.store import signing
from rehydrate.store._remote import Backend

_NUMBERED = re.compile(r"([1-9][0-9]*)\.json")

Record = dict[str, Any]


class Log:
    """The records of one place, numbered 1, 2, 3 without gaps.

    Parameters
    ----------
    backend : Folder or Bucket
    place : str
        The folder, such as ``churn/versions``.
    sign_with : Ed25519PrivateKey, optional
        Signs what is appended.
    trusted_keys : sequence of Ed25519PublicKey
        If there are any, a record that none of them signed is refused.
    """

    def __init__(self, backend: Backend, place: str, sign_with: Any, trusted_keys: Sequence[Any]) -> None:
        self.backend = backend
        self.place = place
        self.sign_with = sign_with
        self.trusted_keys = trusted_keys

    def key(self, number: int) -> str:
        """Return the key of a record."""
        return f"{self.place}/{number}.json"

    def numbers(self) -> list[int]:
        """Return the numbers of all records, ascending."""
        return numbered(self.backend.names(self.place))

    def newest(self) -> int:
        """Return the highest number, 0 if there is no record.

        The hint makes this as quick at 10,000 records as at ten. It may be old or lost, and then this is
        slower: only the records themselves say what there is.
        """
        try:
            number = int(self.backend.read(f"{self.place}/hint"))
        except (OSError, ValueError):  # Windows refuses while another process rewrites it
            number = 0
        if number < 1 or not self.backend.has(self.key(number)):
            number = max(self.numbers(), default=0)
        while self.backend.has(self.key(number + 1)):
            number += 1
        return number

    def append(self, record: Record, *, number: int = 0) -> int:
        """Commit a record under the next free number and return that.

        Parameters
        ----------
        record : dict
            Plain data.
        number : int
            Take this number or none (FileExistsError): for a decision that holds only if nobody was quicker.
        """
        if not self.backend.has(self.key(1)):
            self.backend.prepare(self.place)
        wanted = number or self.newest() + 1
        while True:
            try:
                self.put(self.key(wanted), record)
                break
            except FileExistsError:
                if number:
                    raise
                wanted += 1
        with contextlib.suppress(OSError, StoreError):  # the record stands, whatever becomes of the hint
            self.backend.note(f"{self.place}/hint", str(wanted).encode())
        return wanted

    def put(self, key: str, record: Record) -> None:
        """Seal a record for this key, and create it."""
        line = json.dumps({"at": key, **record}, ensure_ascii=False, allow_nan=False).encode()
        seal = {"sha256": hashlib.sha256(line).hexdigest(), "id": uuid.uuid4().hex}  # no two are equal
        if self.sign_with is not None:
            seal |= signing.sign(line, self.sign_with)
        self.backend.put(key, b"%s\n%s\n" % (line, json.dumps(seal).encode()))

    def read(self, number: int) -> Record:
        """Return a record; FileNotFoundError if there is none. See :meth:`opened`."""
        return self.opened(self.key(number), self.backend.read(self.key(number)))

    def opened(self, key: str, data: bytes) -> Record:
        """Check the seal of a record and return it.

        Raises
        ------
        BrokenRecord
            If it was changed, cut short or moved.
        SignatureProblem
            If no trusted key signed it, and one had to.
        """
        line, _, rest = data.partition(b"\n")
        try:
            seal, found = json.loads(rest), hashlib.sha256(line).hexdigest()
            if seal["sha256"] != found:
                raise ValueError(f"its seal says sha256 {seal['sha256']!s:.12}.., found {found:.12}..")
            if self.trusted_keys:
                signing.check(line, seal, self.trusted_keys, self.backend.shown(key))
            record: Record = json.loads(line)
            if record["at"] != key:
                raise ValueError(f"it was written as {record['at']}, and copied or moved here")
            return record
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise broken(self.backend.shown(key), error) from error


def numbered(names: Iterable[str]) -> list[int]:
    """Return the numbers of the records among the names in a folder, ascending."""
    return sorted(int(match[1]) for match in map(_NUMBERED.fullmatch, names) if match)


def broken(shown: str, error: Exception) -> BrokenRecord:
    """Return the error for a record that cannot be used."""
    return BrokenRecord(
        f"{shown} cannot be read as a record of this store.",
        why=f"{type(error).__name__}: {error}",
        fix="restore this file from a backup; the other records are not touched by it",
    )
