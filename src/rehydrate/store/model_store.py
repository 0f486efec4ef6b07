"""The store: versions that are never changed, aliases that move, and a check before every load."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rehydrate import formats
from rehydrate.store import _aliases, _describe, _digests, _golden_rows
from rehydrate.store._commit import new_version
from rehydrate.store._garbage import collect
from rehydrate.store._manifest import Manifest
from rehydrate.store._names import checked
from rehydrate.store._portable import take_in
from rehydrate.store.reader import StoreReader


class ModelStore(StoreReader):
    """Models by name and version, in a folder or an object store.

    ::

        churn/blobs/0b5e...pkl           the model; nobody looks at it until a record names it
        churn/versions/7.json            the record of version 7; creating it is the commit
        churn/versions/7.deleted         there if 7 was deleted, so that 7 is never another model
        churn/aliases/production/3.json  the third move of an alias

    Parameters
    ----------
    root : str, path or obstore store
        A folder, or a URL; as in :class:`StoreReader`, like ``trusted_keys`` and ``options``.
    digest : str, optional
        ``"sha256"`` or ``"blake3"``, for what is saved; what is loaded says which it has. By default blake3
        where its package is installed (extra ``sign``). Readers need the package too, and are told so; give
        ``"sha256"`` if they are to need nothing but Python.
    durable : bool
        Whether a save returns only when the version would survive a power cut (folders only).
    sign_with : Ed25519PrivateKey, optional
        Signs every record that is written; see :mod:`rehydrate.store.signing`.
    trusted_keys : iterable of Ed25519PublicKey
        If any are given, what none of them signed is refused.
    options : dict, optional
        For ``obstore.store.from_url``.
    """

    def __init__(
        self,
        root: Any,
        *,
        digest: str = "",
        durable: bool = True,
        sign_with: Any = None,
        trusted_keys: Iterable[Any] = (),
        options: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(root, trusted_keys=trusted_keys, options=options)
        self.digest = digest or _digests.quickest()
        _digests.new(self.digest)  # refuses what is unknown or not installed
        self.sign_with = sign_with
        self.backend.durable = durable

    def save(
        self,
        name: str,
        model: Any,
        *,
        format: "str | formats.Format | None" = None,
        golden: Any = None,
        metrics: Mapping[str, Any] | None = None,
        training: Mapping[str, Any] | str | os.PathLike[str] | None = None,
        hyperparameters: Mapping[str, Any] | None = None,
        lineage: Mapping[str, Any] | None = None,
        notes: str = "",
        alias: str | None = None,
    ) -> int:
        """Save a new version of a model and return its number.

        Parameters
        ----------
        name : str
            Lower-case letters, digits, ``-``, ``_`` and ``.``; it starts with a letter.
        model : object
            A fitted estimator.
        format : str or Format, optional
            How to write it; by default what ``formats.choose`` says.
        golden : array, DataFrame or list, optional
            A few rows of X, kept with the model's predictions for them; see :meth:`StoreReader.check_golden`.
        metrics, lineage : dict, optional
            Plain data to keep with the version.
        training : dict or path, optional
            State of the training: plain data, or a checkpoint file, of which a copy is kept.
        hyperparameters : dict, optional
            For models that have no ``get_params``.
        notes : str
            Free text.
        alias : str, optional
            Point this alias at the new version, as ``set_alias`` would: a second step. Who dies between the
            two leaves the version without the alias, which goes on pointing where it did; nobody sees the
            alias at a version that is not whole.

        Returns
        -------
        int
            1, 2, 3 ...; a number is never used twice, also not after a deletion.

        Raises
        ------
        BadName, CannotHold, StoreError
            If the name is refused, the format has no place for the model, or the disk refuses. Nothing is
            stored then, unless the message says that only the alias was not moved.
        """
        shelf = self._shelf(name)
        if alias is not None:
            checked(alias)
        if not isinstance(format, formats.Format):
            format = formats.get(format) if format else formats.choose(model)
        facts = _describe.facts(model, golden)
        if hyperparameters:
            facts["hyperparameters"] = _describe.plain(hyperparameters)
        checkpoint = training if isinstance(training, (str, os.PathLike)) else None
        rows = None if golden is None else _golden_rows.encode(model, golden)
        with new_version(shelf, self.digest) as add:
            facts["payload"] = add(format.suffix, lambda path: format.dump(model, path))
            if checkpoint is not None:
                suffix = Path(checkpoint).suffix
                facts["checkpoint"] = add(suffix, lambda path: shutil.copyfile(checkpoint, path))
            if rows is not None:
                facts["golden"] = add(".json", lambda path: path.write_bytes(rows))
            made = Manifest(
                name=name,
                version=0,  # the log will say
                created=_aliases.now(),
                format=format.name,
                metrics=_describe.plain(metrics or {}),
                training=_describe.plain(training) if checkpoint is None else None,
                lineage=_describe.plain(lineage or {}),
                notes=notes,
                **facts,
            )
            version = shelf.log.append(made.record())
        if alias is not None:
            shelf.set_alias(alias, version)
        return version

    def set_alias(self, name: str, alias: str, version: int) -> None:
        """Point an alias at a version: for everybody, in one step.

        Parameters
        ----------
        name, alias : str
            Of the model, and such as ``"production"``.
        version : int
            One that is there.
        """
        self._shelf(name).set_alias(alias, version)

    def rollback(self, name: str, alias: str) -> int:
        """Point an alias at the version that it pointed at before, and return that.

        Again goes further back. Versions that were deleted meanwhile are left out.

        Parameters
        ----------
        name, alias : str
            Of the model, and such as ``"production"``.

        Raises
        ------
        NotInStore
            If there is nothing to go back to.
        """
        return self._shelf(name).roll_back(alias)

    def delete(self, name: str, version: int) -> None:
        """Remove a version's files for good; its number and its record stay.

        Parameters
        ----------
        name : str
            Of the model.
        version : int
            One that is there.

        Raises
        ------
        StoreError
            If an alias points at it.
        """
        self._shelf(name).delete(version)

    def gc(self, name: str | None = None, *, older_than: float | None = None) -> list[str]:
        """Remove files that no version names: of deleted versions, and of saves that were killed.

        Parameters
        ----------
        name : str, optional
            Of the model; by default all of them.
        older_than : float, optional
            Leave files younger than so many seconds. By default 0 where a lock keeps savers away, and a day
            where there is none (object stores, Windows): there, no save may take longer than that.

        Returns
        -------
        list of str
            What was removed.
        """
        shelves = map(self._shelf, [name] if name else self.names())
        return [key for shelf in shelves for key in collect(shelf, older_than)]

    def import_(self, path: str | os.PathLike[str], *, name: str = "") -> int:
        """Check a file that ``export_`` wrote, take it in as a new version, and return its number.

        Parameters
        ----------
        path : str or path
            The file. It is checked as a version of this store would be: checksums, and the signature if there
            are trusted keys.
        name : str
            Of the model here; empty for the one that it had.
        """
        return take_in(self._shelf, Path(path), name)
