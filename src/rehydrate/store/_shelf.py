"""One model's place in a store: its versions, its files, its aliases."""

import contextlib
import os
import shlex
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO, TypeVar

from rehydrate.errors import BadName, ChecksumMismatch, NotInStore, StoreError
from rehydrate.store import _aliases, _digests
from rehydrate.store._manifest import Blob, Manifest, from_record
from rehydrate.store._names import checked
from rehydrate.store._records import Log, broken, numbered
from rehydrate.store._remote import Backend

T = TypeVar("T")


class Shelf:
    """What a store holds under one name; see :class:`rehydrate.store.ModelStore` for the layout.

    Parameters
    ----------
    backend : Folder or Bucket
    name : str
        Of the model; checked here, so that no key can leave the store.
    sign_with, trusted_keys : Ed25519PrivateKey, sequence of Ed25519PublicKey
        As in ModelStore.
    """

    def __init__(self, backend: Backend, name: str, sign_with: Any, trusted_keys: Sequence[Any]) -> None:
        self.backend = backend
        self.name = checked(name)
        self._keys = (sign_with, trusted_keys)
        self.log = Log(backend, f"{name}/versions", *self._keys)

    def key(self, blob: Blob) -> str:
        """Return the key of a file."""
        return f"{self.name}/{blob.file}"

    def tombstone(self, version: int) -> str:
        """Return the key that is there if a version was deleted."""
        return f"{self.log.place}/{version}.deleted"

    def versions(self) -> list[int]:
        """Return the versions that are there, ascending."""
        names = set(self.backend.names(self.log.place))
        return [number for number in numbered(names) if f"{number}.deleted" not in names]

    def latest(self) -> int:
        """Return the newest version that is there."""
        newest = number = self.log.newest()
        while number and self.backend.has(self.tombstone(number)):
            number -= 1
        if number < newest < self.log.newest():  # a newer one came while we looked
            return self.latest()
        if not number:
            raise self.absent("version", "none was saved here, or all were deleted", "list")
        return number

    def number(self, ref: int | str | None) -> int:
        """Return the version that a number, an alias or None (the newest) stands for."""
        if ref is None or ref == "latest":
            return self.latest()
        if isinstance(ref, int):
            return ref
        log = self.alias(ref)
        if not (newest := log.newest()):
            known = ", ".join(self.aliases()) or "none"
            raise self.absent(f"alias {ref!r}", f"its aliases: {known}", "list", self.name)
        return _aliases.read(log, newest).version

    def manifest(self, ref: int | str | None) -> Manifest:
        """Return what is recorded of a version."""
        number = self.number(ref)
        if self.backend.has(self.tombstone(number)):
            raise self.absent(f"version {number} any more", "it was deleted", "list", self.name)
        try:
            return from_record(self.log.read(number), self.name, number)
        except FileNotFoundError:
            newest = self.latest()
            raise self.absent(f"version {number}", f"the newest is {newest}", "list", self.name) from None
        except (KeyError, TypeError, ValueError) as error:
            raise broken(self.backend.shown(self.log.key(number)), error) from error

    def following(self, ref: int | str | None, use: Callable[[Manifest], T]) -> T:
        """Use the version that a reference stands for.

        Again, if the reference moved on and the version that it stood for was deleted before we could use it.
        """
        while True:
            number = self.number(ref)
            try:
                return use(self.manifest(number))
            except NotInStore:
                if self.number(ref) == number:
                    raise

    @contextlib.contextmanager
    def opened(self, found: Manifest, blob: Blob) -> Iterator[BinaryIO]:
        """Open a file of a version and check it; what is read from it then is what was checked."""
        try:
            file = self.backend.open(self.key(blob))
        except FileNotFoundError as error:
            self.manifest(found.version)  # says so if it was deleted just now
            raise self._unusable(NotInStore, found, blob, "it is lost; it was not deleted here") from error
        with file:
            size = os.fstat(file.fileno()).st_size
            fault = f"recorded {blob.size} bytes, found {size}" if size != blob.size else ""
            if not fault and (digest := _digests.file_digest(file, blob.algorithm)) != blob.digest:
                fault = f"recorded {blob.algorithm} {blob.digest:.12}.., found {digest:.12}.."
            if fault:
                why = f"{fault}: it was edited or cut short"
                raise self._unusable(ChecksumMismatch, found, blob, why)
            file.seek(0)
            yield file

    def delete(self, version: int) -> None:
        """Remove a version's files; its record stays, and a mark that it was deleted."""
        with self.changing(f"freed of version {version}"):
            found = self.manifest(version)
            if held := [alias for alias, at in self.aliases().items() if at == version]:
                raise StoreError(
                    f"{self.name} {version} was not deleted.",
                    why=f"the alias {held[0]} points at it",
                    fix=f"move the alias first: {self.command('rollback', self.name, held[0])}",
                )
            with contextlib.suppress(FileExistsError):  # somebody else is deleting it as well
                self.log.put(self.tombstone(version), {"created": _aliases.now()})
            for blob in found.blobs:
                self.backend.remove(self.key(blob))

    def alias(self, alias: str) -> Log:
        """Return the log of an alias."""
        return Log(self.backend, f"{self.name}/aliases/{checked(alias)}", *self._keys)

    def alias_logs(self) -> dict[str, Log]:
        """Return the log of each alias; empty where its first move was cut off."""
        found = {}
        for name in sorted(self.backend.names(f"{self.name}/aliases")):
            with contextlib.suppress(BadName):  # a stray file
                found[name] = self.alias(name)
        return found

    def aliases(self) -> dict[str, int]:
        """Return what each alias points at."""
        moved = ((alias, log, log.newest()) for alias, log in self.alias_logs().items())
        return {alias: _aliases.read(log, newest).version for alias, log, newest in moved if newest}

    def set_alias(self, alias: str, version: int) -> None:
        """Point an alias at a version that is there."""
        log = self.alias(alias)
        done = f"given the alias {alias} at version {version}"
        with self.told(done):
            self.manifest(version)  # before there is a lock of a model that is not there
        with self.changing(done):
            self.manifest(version)
            _aliases.move(log, version)

    def roll_back(self, alias: str) -> int:
        """Point an alias at what it pointed at before."""
        self.number(alias)
        with self.changing("rolled back"):
            version = _aliases.roll_back(self.alias(alias), self.versions())
        if not version:
            why = "it has pointed at no other version that is still there"
            raise self.absent(f"earlier {alias}", why, "history", self.name, alias)
        return version

    def absent(self, what: str, why: str, *command: str) -> NotInStore:
        """Return the error for what is not there, and the command that shows what is."""
        what = f"{self.name} in {self.backend.root} has no {what}."
        return NotInStore(what, why=why, fix=f"see what there is: {self.command(*command)}")

    def command(self, *words: str) -> str:
        """Return a command for this store that can be pasted."""
        return shlex.join(("rehydrate", "store", *words, "--store", self.backend.root))

    @contextlib.contextmanager
    def changing(self, done: str) -> Iterator[None]:
        """Let one at a time move aliases and delete."""
        with self.told(done), self.backend.locked(f"{self.name}/aliases", exclusive=True):
            yield

    @contextlib.contextmanager
    def told(self, done: str) -> Iterator[None]:
        """Say errors of the system in our words."""
        try:
            yield
        except OSError as error:
            raise self.refused(done, error) from error

    def refused(self, done: str, error: OSError) -> StoreError:
        """Return the error for a system that refused to write."""
        return StoreError(
            f"{self.name} in {self.backend.root} was not {done}: {error.strerror or error}.",
            why="the system refused to write",
            fix=f"make room or allow writing there, then again; what was begun is removed by "
            f"{self.command('gc', self.name)}",
        )

    def _unusable(self, kind: type[StoreError], found: Manifest, blob: Blob, why: str) -> StoreError:
        """Return the error for a file that is not what was saved, with a way back."""
        at: list[str] = []
        with contextlib.suppress(StoreError):  # this error must be told, whatever else is broken
            at = [alias for alias, version in self.aliases().items() if version == found.version]
        back = self.command("rollback", self.name, at[0]) if at else self.command("list", self.name)
        return kind(
            f"{self.backend.shown(self.key(blob))} is not what was saved as {self.name} {found.version}.",
            why=why,
            fix=f"restore it from a backup, or {'roll back' if at else 'load another version'}: {back}",
        )
