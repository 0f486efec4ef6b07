"""Archives: zip and tar, and the model formats that are zip archives with members of certain names."""

import io
import re
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, BinaryIO

from rehydrate.inspector._limits import Damage
from rehydrate.inspector._streams import READ_ERRORS, Guarded, Metered

if TYPE_CHECKING:
    from rehydrate.inspector._reading import Reading

READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
TORCH, SKOPS, CHECKPOINT = "PyTorch archive", "skops file", "TensorFlow checkpoint in a zip archive"
# Members that hold nothing but bytes.
RAW = {
    SKOPS: re.compile(r".*\.bin"),
    TORCH: re.compile(r"(.*/)?(data/\d+|\.data/serialization_id|version|byteorder|\.\w+)"),
    CHECKPOINT: re.compile(r".*\.(index|data-\d{5}-of-\d{5})|(.*/)?checkpoint"),
}


def is_zip(file: BinaryIO) -> bool:
    """Say whether a reader of zip archives would take a file for one, wherever the archive lies in it.

    Parameters
    ----------
    file : binary file
        Can seek.
    """
    try:
        return zipfile.is_zipfile(file)
    except READ_ERRORS:
        return True  # so much of an archive that its reader stumbles


def read_zip(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read a zip archive and every member of it."""
    try:
        archive = zipfile.ZipFile(Guarded(file))
    except READ_ERRORS as error:
        raise Damage(f"the zip archive is damaged: {error}") from error
    members = [info for info in archive.infolist() if not info.filename.endswith("/")]
    reading.budget.spend("members", len(members))
    kind = _kind([info.filename for info in members])
    reading.name_layer(kind, where)
    if kind == TORCH and any("/code/" in info.filename for info in members):
        reading.alarms.append("it holds TorchScript, a program that torch.jit.load runs")
    if members and (front := min(info.header_offset for info in members)):
        reading.report.notes.append(f"{front:,} bytes lie in front of the zip archive")
    for info in members:
        inside = _member(reading, where, info.filename, info.file_size)
        if kind == TORCH and info.filename.endswith("/version") and info.file_size < 8:
            with suppress(*READ_ERRORS):
                reading.report.versions["PyTorch archive"] = archive.read(info).decode("latin-1").strip()
        if kind in RAW and RAW[kind].fullmatch(info.filename):
            continue
        if info.compress_type in READ_METHODS:
            _read(reading, inside, info.compress_size, partial(archive.open, info))
        else:
            problem = f"{inside}: compression method {info.compress_type} is not read here"
            reading.report.problems.append(problem)


def read_tar(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read a tar archive and every file in it."""
    reading.name_layer("tar archive", where)
    try:
        archive = tarfile.TarFile(fileobj=Guarded(file))
        members = []
        for info in archive:
            reading.budget.spend("members")
            members += [info] if info.isfile() else []
    except READ_ERRORS as error:
        raise Damage(f"the tar archive is damaged: {error}") from error
    for info in members:
        inside = _member(reading, where, info.name, info.size)
        _read(reading, inside, info.size, partial(archive.extractfile, info))


def _member(reading: "Reading", where: str, name: str, n_bytes: int) -> str:
    """Note a member, and return how it is called in the report."""
    inside = f"{where}/{name}" if where else name
    reading.report.members.append((inside, n_bytes))
    if name.endswith((".py", ".so", ".dll", ".dylib", ".pyd")) and not reading.alarms:
        reading.alarms.append(f"it holds program code: {name}")
    return inside


def _read(reading: "Reading", inside: str, n_in: int, opener: Callable[[], IO[bytes] | None]) -> None:
    """Read one member as a layer of its own."""
    try:
        member = opener()
    except READ_ERRORS as error:
        reading.report.problems.append(f"{inside}: it cannot be opened: {error}")
        return
    if member is not None:
        reading.layer(io.BufferedReader(Metered(member, reading.budget, n_in)), inside)


def _kind(names: list[str]) -> str:
    """Return what a zip archive is, by the names of its members."""
    last = {name.rpartition("/")[2] for name in names}
    if "data.pkl" in last:
        return TORCH
    if "schema.json" in names:
        return SKOPS
    if {"config.json", "metadata.json"} <= set(names):
        return "Keras model"
    if any(name.endswith(".npy") for name in names):
        return "NumPy archive"
    if any(re.fullmatch(r".*\.data-\d{5}-of-\d{5}", name) for name in names):
        return CHECKPOINT
    return "zip archive"
