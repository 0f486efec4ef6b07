"""Holds a lock file, which stays when its holder is killed.

Misconception: whoever-locks-unlocks
Fails: test_the_next_save_goes_on_after_a_kill, test_a_power_cut_leaves_whole_versions
"""

import os
import pickle
import time
import uuid
from pathlib import Path
from typing import Any


def save(folder: Path, model: Any) -> int:
    """Keep a model as a new version and return its number."""
    part = folder / f".{uuid.uuid4().hex}.part"
    try:
        with open(part, "xb") as file:
            pickle.dump(model, file)
            file.flush()
            os.fsync(file.fileno())
        while True:
            try:
                os.close(os.open(folder / "lock", os.O_CREAT | os.O_EXCL))
                break
            except FileExistsError:
                time.sleep(0.01)
        try:
            version = _claimed(folder, part)
        finally:
            (folder / "lock").unlink()
    finally:
        part.unlink(missing_ok=True)
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
    os.replace(part, folder / f"{version}.pickle")
    return version


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)  # may be left out: an open folder is no harm to the checks
