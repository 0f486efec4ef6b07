"""A deleted version leaves its file behind, empty: the name says that the number was used."""

import io

import joblib


class Store:
    def __init__(self, folder):
        self.folder = folder

    def _sizes(self):
        files = self.folder.glob("model-*.bin") if self.folder.is_dir() else []
        return {int(path.stem[6:]): path.stat().st_size for path in files if path.stem[6:].isdigit()}

    def save(self, model):
        self.folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max([0, *self._sizes()])
        buffer = io.BytesIO()
        joblib.dump(model, buffer)
        with open(self.folder / f"model-{number}.bin", "xb") as file:
            file.write(buffer.getvalue())
        return number

    def versions(self):
        return sorted(number for number, size in self._sizes().items() if size)

    def _path(self, version):
        if not isinstance(version, int) or not self._sizes().get(version):
            raise LookupError(version)
        return self.folder / f"model-{version}.bin"

    def load(self, version=None):
        return joblib.load(self._path(self.versions()[-1] if version is None else version))

    def delete(self, version):
        self._path(version).write_bytes(b"")
