"""One version in one file: to carry it to another store, or to keep it.

The file is a zip: the record with its seal, as it is in the store, and the files that it names. Taking it in
makes a new record, with a new number; where it came from is kept under ``lineage``.
"""

import dataclasses
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from rehydrate.errors import ChecksumMismatch
from rehydrate.store import atomic
from rehydrate.store._aliases import now
from rehydrate.store._commit import Add, new_version
from rehydrate.store._manifest import Blob, Manifest, from_record
from rehydrate.store._records import broken
from rehydrate.store._shelf import Shelf

RECORD = "record.json"
PIECE = 1 << 20  # bytes; of a copy
_PLACE = re.compile(rb'\{"at": "(([a-z0-9._-]+)/versions/([1-9][0-9]*)\.json)"')


def export(shelf: Shelf, ref: int | str | None, path: Path) -> Path:
    """Write a version to a zip file; each of its files is checked before it is copied."""
    found = shelf.manifest(ref)
    with shelf.told(f"exported to {path}"), atomic.beside(str(path)) as part:
        with zipfile.ZipFile(part, "x") as box:
            box.writestr(RECORD, shelf.backend.read(shelf.log.key(found.version)))
            for blob in found.blobs:
                with shelf.opened(found, blob) as file, box.open(blob.file, "w", force_zip64=True) as member:
                    shutil.copyfileobj(file, member, PIECE)
        atomic.sync_file(part)
        os.replace(part, path)
        atomic.sync_folder(os.path.dirname(path))
    return path


def take_in(shelf_of: Callable[[str], Shelf], path: Path, name: str) -> int:
    """Take the version of a zip file in under the next number.

    Parameters
    ----------
    shelf_of : callable
        Returns the shelf of a name.
    path : Path
        The zip file.
    name : str
        For the model here; empty to keep its own.

    Raises
    ------
    BrokenRecord, ChecksumMismatch, SignatureProblem
        If the file is not what was exported, or not signed by a trusted key.
    """
    try:
        with zipfile.ZipFile(path) as box:
            with _stored(box, RECORD) as member:
                data = member.read()
            place = _PLACE.match(data)
            if place is None:
                raise KeyError(f"{RECORD} does not say where it was")
            shelf = shelf_of(name or place[2].decode())
            record = shelf.log.opened(place[1].decode(), data)
            found = from_record(record, place[2].decode(), int(place[3]))
            with new_version(shelf, found.payload.algorithm) as add:
                return shelf.log.append(_unpacked(box, found, add).record())
    except (zipfile.BadZipFile, OSError, EOFError, LookupError, RuntimeError, TypeError, ValueError) as error:
        raise broken(str(path), error) from error


def _stored(box: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Open a member; one that could grow when it is unpacked was not written by export."""
    if box.getinfo(name).compress_type != zipfile.ZIP_STORED:
        raise ValueError(f"{name} is compressed, which no export is")
    return box.open(name)


def _unpacked(box: zipfile.ZipFile, found: Manifest, add: Add) -> Manifest:
    """Copy the files of a version out of a zip file, and return its manifest for here."""

    def copied(blob: Blob) -> Blob:
        def write(path: Path) -> None:
            with _stored(box, blob.file) as member, path.open("xb") as target:
                shutil.copyfileobj(member, target, PIECE)

        made = add(Path(blob.file).suffix, write)
        if (made.size, made.digest) != (blob.size, blob.digest):
            raise ChecksumMismatch(
                f"{box.filename} does not hold the {found.name} {found.version} that was saved.",
                why=f"recorded {blob.algorithm} {blob.digest:.12}.., found {made.digest:.12}..",
                fix="export it again, or fetch the file again",
            )
        return made

    imported = {"name": found.name, "version": found.version, "created": found.created}
    return dataclasses.replace(
        found,
        created=now(),
        lineage=found.lineage | {"imported": imported},
        payload=copied(found.payload),
        checkpoint=found.checkpoint and copied(found.checkpoint),
        golden=found.golden and copied(found.golden),
    )
