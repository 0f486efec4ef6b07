"""Keeps what it has loaded, and hands it out again.

Misconception: a-cache-is-a-copy
Fails: test_a_loaded_model_is_not_the_one_in_the_store
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
        self.loaded = {}

    def save(self, model: BaseEstimator) -> int:
        """Keep a model as a new version and return its number."""
        self.folder.mkdir(parents=True, exist_ok=True)
        version = max(self._used(), default=0) + 1
        joblib.dump(model, self._path(version))
        return version

    def load(self, version: int | None = None) -> BaseEstimator:
        """Return the model of a version, by default of the newest."""
        if version is None:
            version = max(self.versions(), default=None)
        path = self._existing(version)
        if version not in self.loaded:
            self.loaded[version] = joblib.load(path)
        return self.loaded[version]

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
