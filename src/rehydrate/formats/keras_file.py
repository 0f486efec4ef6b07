"""Keras's own archive: the architecture as JSON, the weights as HDF5, and the optimizer's state.

Keras can put the bytecode of a lambda into the architecture. Its safe mode, which is on here always,
refuses to rebuild one; so does dumping, before someone relies on the file.
"""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from rehydrate.errors import CannotLoad, FormatError, UntrustedFile
from rehydrate.formats._protocol import Format, class_names, name_of, newer


@dataclass(frozen=True)
class KerasFormat(Format):
    """Keras's ``.keras`` archive."""

    name = "keras"
    suffix = ".keras"
    requires = ("keras",)
    runs_code_on_load = False
    gives_back = "object"
    holds = "a built Keras 3 model whose own classes are registered, with its optimizer's state"
    loses = "where a seed generator stood: training that goes on with dropout takes another course"
    extra = "tensorflow"

    def why_not(self, model: Any) -> str:
        """Say that it must be a Keras model with weights."""
        if not self.default_for(model):
            return "it is no Keras model"
        return "" if model.built else "it has no weights yet; call it on data, or begin it with keras.Input"

    def recognises(self, head: bytes) -> bool:
        """Say whether a zip starts here whose first member is Keras's metadata."""
        return head.startswith(b"PK\x03\x04") and head[30:].startswith(b"metadata.json")

    def default_for(self, model: Any) -> bool:
        """Say yes for every Keras model: a pickle would hold the same archive inside a program."""
        return "keras.src.models.model.Model" in class_names(model)

    def _write(self, model: Any, path: Path) -> None:
        optimizer = getattr(model, "optimizer", None)
        if optimizer is not None and not optimizer.built:  # or loading warns that its state is missing
            optimizer.build(model.trainable_variables)
        model.save(path)
        try:  # Keras also writes what it will not read: lambdas, and classes that are not registered
            with path.open("rb") as file:
                self._read(file, mapped=False)
        except FormatError as error:
            raise self.cannot_hold(model, error.why, error.fix) from error

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        import keras

        with zipfile.ZipFile(stream) as archive:
            if changed := archive.testzip():
                raise ValueError(f"{changed} does not fit its sum")
            written = json.loads(archive.read("metadata.json"))["keras_version"]
        stream.seek(0)
        with TemporaryDirectory() as folder:  # Keras reads names that end in .keras only
            path = Path(folder) / "model.keras"
            path.write_bytes(stream.read())
            try:
                return keras.saving.load_model(path, safe_mode=True)
            except Exception as error:  # the archive is whole, so the reason is not damage
                if int(written.split(".")[0]) > int(keras.__version__.split(".")[0]):
                    raise newer(stream, f"Keras {written}", keras.__version__, "keras") from error
                reason = str(error).rpartition("Exception encountered: ")[2].partition("If ")[0]
                raise (UntrustedFile if "safe_mode" in str(error) else CannotLoad)(
                    f"{name_of(stream)} cannot be rebuilt here.",
                    why=reason[:400],
                    fix="register its own classes before loading; write a lambda into the call() of a layer",
                ) from error


FORMAT = KerasFormat()
