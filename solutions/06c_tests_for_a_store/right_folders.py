"""A folder for each version, and the last number in a file beside them."""

import pickle
import shutil


def save(folder, model):
    last = folder / "last"
    number = int(last.read_text()) + 1 if last.exists() else 1
    place = folder / f"{number:08}"
    place.mkdir(parents=True)
    (place / "model.pickle").write_bytes(pickle.dumps(model))
    last.write_text(str(number))
    return number


def load(folder, version=None):
    there = versions(folder)
    if version is None and there:
        version = there[-1]
    if version not in there:
        raise KeyError(f"no version {version} in {folder.name}")
    return pickle.loads((folder / f"{version:08}" / "model.pickle").read_bytes())


def versions(folder):
    return sorted(int(path.parent.name) for path in folder.glob("*/model.pickle"))


def delete(folder, version):
    if version not in versions(folder):
        raise KeyError(f"no version {version} in {folder.name}")
    shutil.rmtree(folder / f"{version:08}")
    return version
