"""Reading a store: what there is, and models that are checked before they are loaded."""

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from rehydrate import formats
from rehydrate.errors import BadName, ChecksumMismatch
from rehydrate.store import _golden_rows
from rehydrate.store._aliases import Move, read
from rehydrate.store._disk import Folder
from rehydrate.store._examine import Problem, problems
from rehydrate.store._manifest import Blob, Manifest, differences
from rehydrate.store._portable import export
from rehydrate.store._remote import Backend, Bucket
from rehydrate.store._shelf import Shelf

MAPPED_FROM = 1 << 20  # bytes; a smaller file is quicker read than mapped

Ref = int | str | None


class StoreReader:
    """The half of a store that changes nothing: enough to serve a model.

    Parameters
    ----------
    root : str, path or obstore store
        A folder, or a URL: ``s3://bucket/models``, ``gs://``, ``az://``, ``memory:///`` (extra ``remote``).
    trusted_keys : iterable of Ed25519PublicKey
        If any are given, what none of them signed is refused before a byte of the model is read.
    options : dict, optional
        For ``obstore.store.from_url``: configuration, credentials, client options.

    Notes
    -----
    Without ``trusted_keys`` whoever can write to the store can run code in its readers, if the format is one
    that runs code on load: a checksum shows damage, not intent.
    """

    def __init__(
        self, root: Any, *, trusted_keys: Iterable[Any] = (), options: Mapping[str, Any] | None = None
    ) -> None:
        self.trusted_keys = tuple(trusted_keys)
        self.sign_with: Any = None
        if isinstance(root, (str, os.PathLike)) and "://" not in os.fspath(root):
            self.backend: Backend = Folder(os.path.abspath(root))
        else:
            self.backend = Bucket(root, options or {})

    def load(self, name: str, ref: Ref = None, *, digest: str = "", mapped: bool = True) -> Any:
        """Return a model, after its file was found to be the one that was saved.

        The file is opened once: the bytes that are checked are the bytes that are loaded.

        Parameters
        ----------
        name : str
            Of the model.
        ref : int, str or None
            A version, an alias, or None for the newest version.
        digest : str
            The checksum that the caller expects, kept elsewhere than in the store.
        mapped : bool
            Use large arrays from the file, where the format can. Pages are read when they are touched, and
            processes on one machine share them. A version that is deleted while it is mapped stays whole on
            Linux and macOS, where a file lives until nobody uses it; Windows refuses to remove it until then.

        Raises
        ------
        NotInStore, ChecksumMismatch, SignatureProblem, BrokenRecord
            If there is no such version, or it is not what was saved, or not signed by a trusted key. Nothing
            of the model has run then.
        FormatError
            If this environment cannot rebuild it.
        """
        shelf = self._shelf(name)

        def loaded(found: Manifest) -> Any:
            blob = found.payload
            if digest and digest.lower() not in (blob.digest, f"{blob.algorithm}:{blob.digest}"):
                raise ChecksumMismatch(
                    f"{name} {found.version} is not the model that the caller expects.",
                    why=f"expected {digest}, recorded {blob.algorithm} {blob.digest}",
                    fix=f"see its record: {shelf.command('show', f'{name}@{found.version}')}",
                )
            with shelf.opened(found, blob) as file:
                map_it = mapped and blob.size >= MAPPED_FROM and self.backend.mappable
                return formats.get(found.format).load(file, mapped=map_it)

        return shelf.following(ref, loaded)

    def checkpoint(self, name: str, ref: Ref = None) -> bytes:
        """Return the bytes of the checkpoint that was kept with a version, after checking them.

        Parameters
        ----------
        name : str
            Of the model.
        ref : int, str or None
            A version, an alias, or None for the newest version.
        """
        found = self.manifest(name, ref)
        return self._kept(found, found.checkpoint, "a checkpoint: training=PATH")

    def check_golden(self, name: str, ref: Ref = None) -> dict[str, float]:
        """Load a version and let it predict its golden rows again.

        Parameters
        ----------
        name : str
            Of the model.
        ref : int, str or None
            A version, an alias, or None for the newest version.

        Returns
        -------
        dict
            The largest absolute difference from what the model said when it was saved, by method; 0.0 means
            that every number is the same, and infinity that the two cannot be compared.
        """
        found = self.manifest(name, ref)
        X, before = _golden_rows.decode(self._kept(found, found.golden, "golden rows: golden=X[:20]"))
        after = _golden_rows.predictions(self.load(name, found.version), X)
        return {method: _golden_rows.difference(before[method], after.get(method)) for method in before}

    def names(self) -> list[str]:
        """Return the names of all models that were ever saved, sorted."""
        found = []
        for name in sorted(self.backend.names("")):
            with contextlib.suppress(BadName):  # something else that lies here
                found += [name] if self._shelf(name).log.newest() else []
        return found

    def versions(self, name: str) -> list[int]:
        """Return the versions that are there, ascending; none for a name that was never saved.

        Parameters
        ----------
        name : str
            Of the model.
        """
        return self._shelf(name).versions()

    def latest(self, name: str) -> int:
        """Return the newest version that is there.

        Parameters
        ----------
        name : str
            Of the model.

        Raises
        ------
        NotInStore
            If there is none.
        """
        return self._shelf(name).latest()

    def manifest(self, name: str, ref: Ref = None) -> Manifest:
        """Return what is recorded of a version; the model is neither read nor loaded.

        Parameters
        ----------
        name : str
            Of the model.
        ref : int, str or None
            A version, an alias, or None for the newest version.
        """
        return self._shelf(name).following(ref, lambda found: found)

    def compare(self, name: str, old: Ref, new: Ref) -> dict[str, tuple[Any, Any]]:
        """Return what differs between two versions: ``{"metrics.accuracy": (0.91, 0.93)}``.

        Parameters
        ----------
        name : str
            Of the model.
        old, new : int, str or None
            Versions, aliases, or None for the newest version.

        Returns
        -------
        dict
            None stands for what one of them does not have.
        """
        return differences(self.manifest(name, old), self.manifest(name, new))

    def aliases(self, name: str) -> dict[str, int]:
        """Return what each alias of a model points at.

        Parameters
        ----------
        name : str
            Of the model.
        """
        return self._shelf(name).aliases()

    def history(self, name: str, alias: str) -> list[Move]:
        """Return every move of an alias, the first one first; nothing is ever taken out.

        Parameters
        ----------
        name, alias : str
            Of the model, and such as ``"production"``.
        """
        log = self._shelf(name).alias(alias)
        return [read(log, number) for number in range(1, log.newest() + 1)]

    def verify(
        self, name: str | None = None, ref: Ref = None, *, on_step: Callable[[str], object] = str
    ) -> list[Problem]:
        """Check records, checksums, signatures and aliases, and return what is wrong; nothing is loaded.

        Parameters
        ----------
        name : str, optional
            Of the model; by default all of them.
        ref : int or str, optional
            A version or an alias; by default every version and every alias.
        on_step : callable
            Is told ``"churn@3"`` before that is read.
        """
        shelves = map(self._shelf, [name] if name else self.names())
        return [problem for shelf in shelves for problem in problems(shelf, ref, on_step)]

    def export_(self, name: str, ref: Ref, path: str | os.PathLike[str]) -> Path:
        """Write a version to one file that holds everything of it; ``ModelStore.import_`` reads it.

        Parameters
        ----------
        name : str
            Of the model.
        ref : int, str or None
            A version, an alias, or None for the newest version.
        path : str or path
            The zip file to write.
        """
        return export(self._shelf(name), ref, Path(path))

    def command(self, name: str, *words: str) -> str:
        """Return a command about a model of this store that can be pasted.

        Parameters
        ----------
        name : str
            Of the model.
        *words : str
            Behind ``rehydrate store``.
        """
        return self._shelf(name).command(*words)

    def _shelf(self, name: str) -> Shelf:
        return Shelf(self.backend, name, self.sign_with, self.trusted_keys)

    def _kept(self, found: Manifest, blob: Blob | None, what: str) -> bytes:
        shelf = self._shelf(found.name)
        if blob is None:
            why = f"version {found.version} was saved without {what}"
            raise shelf.absent("such file", why, "show", f"{found.name}@{found.version}")
        with shelf.opened(found, blob) as file:
            return file.read()
