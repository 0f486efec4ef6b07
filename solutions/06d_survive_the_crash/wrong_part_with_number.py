"""Names its part after the version, and refuses one that is there.

Misconception: whoever-locks-unlocks
Fails: test_the_next_save_goes_on_after_a_kill, test_four_savers_get_four_numbers,
    test_each_saver_finds_its_own_model, test_a_power_cut_leaves_whole_versions
"""

import os
import pickle
import uuid
from pathlib import Path
from typing import Any


def save(folder: Path, model: Any) -> int:
    """Keep a model as a new version and return its number."""
    part = folder / f".{max(versions(folder), default=0) + 1}.part"
    try:
        with open(part, "xb") as file:
            pickle.dump(model, file)
            file.flush()
            os.fsync(file.fileno())
        version = _claimed(folder, part)
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
