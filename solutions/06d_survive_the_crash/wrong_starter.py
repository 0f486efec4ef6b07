"""Writes under the final name.

Misconception: the-name-can-come-first
Fails: test_a_killed_save_is_seen_whole_or_not_at_all, test_four_savers_get_four_numbers,
    test_each_saver_finds_its_own_model, test_a_full_disk_leaves_nothing_behind,
    test_a_power_cut_leaves_whole_versions, test_what_was_saved_survives_a_power_cut
"""

import pickle
from pathlib import Path
from typing import Any


def save(folder: Path, model: Any) -> int:
    """Keep a model as a new version.

    Parameters
    ----------
    folder : Path
        The store. It exists.
    model : object
        Anything that pickle can write.

    Returns
    -------
    int
        The number of the version, higher than all that are there.

    Raises
    ------
    OSError
        If the disk refuses; nothing was saved then.
    """
    version = 1
    while (folder / f"{version}.pickle").exists():
        version += 1
    with open(folder / f"{version}.pickle", "wb") as file:
        pickle.dump(model, file)
    return version


def load(folder: Path, version: int | None = None) -> Any:
    """Return the model of a version, by default of the newest.

    Raises
    ------
    LookupError
        If there is no such version.
    """
    there = versions(folder)
    if version is None and there:
        version = there[-1]
    if version not in there:
        raise LookupError(f"there is no version {version}")
    return pickle.loads((folder / f"{version}.pickle").read_bytes())


def versions(folder: Path) -> list[int]:
    """Return the numbers of the versions that are there, ascending."""
    return sorted(int(path.stem) for path in folder.glob("*.pickle"))
