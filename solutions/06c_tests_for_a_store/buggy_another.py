"""Gives the newest where there is no such version.

Hint: gives another version where there is none of that number
"""

import re

import joblib


def save(folder, model):
    folder.mkdir(parents=True, exist_ok=True)
    number = max(_used(folder), default=0) + 1
    joblib.dump(model, _path(folder, number))
    return number


def load(folder, version=None):
    if version not in versions(folder):
        version = max(versions(folder), default=None)
    if version not in versions(folder):
        raise LookupError(f"there is no version {version}")
    return joblib.load(_path(folder, version))


def versions(folder):
    return sorted(number for number in _used(folder) if _path(folder, number).exists())


def delete(folder, version):
    if version not in versions(folder):
        raise LookupError(f"there is no version {version}")
    (folder / f"{version}.deleted").touch()
    _path(folder, version).unlink()


def _used(folder):
    matches = (re.fullmatch(r"([0-9]+)\.(?:joblib|deleted)", path.name) for path in folder.glob("*"))
    return {int(match[1]) for match in matches if match}


def _path(folder, number):
    return folder / f"{number}.joblib"
