"""Leaves the number to the caller.

Misconception: the-caller-knows-the-number
Fails: test_the_numbers_are_one_two_three, test_each_number_has_its_own_model,
    test_ten_comes_after_nine, test_another_process_counts_on, test_two_open_stores_share_the_numbers,
    test_what_was_never_saved_is_a_lookup_error, test_a_deleted_version_is_gone_and_the_others_are_not,
    test_the_number_of_a_deleted_version_is_not_given_again,
    test_the_number_of_the_newest_is_not_given_again_either,
    test_a_copy_of_the_folder_is_the_same_store, test_a_loaded_model_is_not_the_one_in_the_store,
    test_only_versions_of_this_store_can_be_asked_for, test_what_else_lies_in_the_folder_stays
"""

import re
from pathlib import Path

import joblib
from sklearn.base import BaseEstimator

NUMBERED = re.compile(r"([0-9]+)\.(?:joblib|deleted)")


class Store:
    """The versions of one model, in a folder.

    Parameters
    ----------
    folder : Path
        Where they lie; it may not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def save(self, model: BaseEstimator, version: int) -> int:
        """Keep a model as a new version and return its number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        joblib.dump(model, self._path(version))
        return version

    def load(self, version: int | None = None) -> BaseEstimator:
        """Return the model of a version, by default of the newest."""
        if version is None:
            version = max(self.versions(), default=None)
        return joblib.load(self._existing(version))

    def versions(self) -> list[int]:
        """Return the numbers of the versions that are there, ascending."""
        return sorted(number for number in self._used() if self._path(number).exists())

    def delete(self, version: int) -> None:
        """Remove a version; its number stays used."""
        path = self._existing(version)
        path.with_suffix(".deleted").touch()
        path.unlink()

    def _used(self) -> set[int]:
        """Return every number that was ever given."""
        names = (path.name for path in self.folder.glob("*"))
        return {int(match[1]) for match in map(NUMBERED.fullmatch, names) if match}

    def _existing(self, version: int | None) -> Path:
        if version not in self.versions():
            raise LookupError(f"there is no version {version} in {self.folder}")
        return self._path(version)

    def _path(self, version: int) -> Path:
        return self.folder / f"{version}.joblib"
