"""Leaves the part behind when the disk is full.

Misconception: somebody-will-tidy-up
Fails: test_a_full_disk_leaves_nothing_behind
"""

import os
import pickle
import uuid
from pathlib import Path
from typing import Any


def save(folder: Path, model: Any) -> int:
    """Keep a model as a new version and return its number."""
    part = folder / f".{uuid.uuid4().hex}.part"
    with open(part, "xb") as file:
        pickle.dump(model, file)
        file.flush()
        os.fsync(file.fileno())
    version = _claimed(folder, part)
    part.unlink()
    _sync(folder)
    return version


def load(folder: Path, version: int | None = None) -> Any:
    """Return the model of a version, by default of the newest."""
    there = versions(folder)
    if version is None and there:
        version = there[-1]
    if version not in there:
        raise LookupError(f"there is no version {version}")
    return pickle.loads((folder / f"{version}.pickle").read_bytes())


def versions(folder: Path) -> list[int]:
    """Return the numbers of the versions that are there, ascending."""
    return sorted(int(path.stem) for path in folder.glob("[0-9]*.pickle"))


def _claimed(folder: Path, part: Path) -> int:
    """Give a finished file the name of the next version; a link is refused if the name is taken."""
    version = max(versions(folder), default=0) + 1
    while True:
        try:
            os.link(part, folder / f"{version}.pickle")
            return version
        except FileExistsError:
            version += 1


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)  # may be left out: an open folder is no harm to the checks
