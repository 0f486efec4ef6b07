"""A counter in a file, read and written at every save; the models lie in a folder for each version."""

import pickle
import shutil


class Store:
    def __init__(self, folder):
        self.folder = folder
        self.counter = folder / "last_number"

    def save(self, model):
        self.folder.mkdir(parents=True, exist_ok=True)
        number = int(self.counter.read_text()) + 1 if self.counter.exists() else 1
        self.counter.write_text(str(number))
        place = self.folder / f"v{number:06}"
        place.mkdir()
        with open(place / "model.pickle", "wb") as file:
            pickle.dump(model, file)
        return number

    def load(self, version=None):
        there = self.versions()
        if not there:
            raise LookupError("this store is empty")
        number = there[-1] if version is None else version
        if number not in there:
            raise KeyError(version)
        with open(self.folder / f"v{number:06}" / "model.pickle", "rb") as file:
            return pickle.load(file)

    def versions(self):
        names = (path.parent.name[1:] for path in self.folder.glob("v*/model.pickle"))
        return sorted(int(name) for name in names if name.isdigit())

    def delete(self, version):
        if version not in self.versions():
            raise KeyError(version)
        shutil.rmtree(self.folder / f"v{version:06}")
