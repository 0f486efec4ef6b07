"""hickle: for models, a pickle inside an HDF5 file.

hickle keeps arrays, numbers and plain containers as HDF5 of their own. It knows no estimator: such a model
becomes one array of bytes, and the bytes are a pickle. So it is no safer than a pickle, no easier to read in
another language, and larger. It is here because tutorials recommend it.
"""

import pickle
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from rehydrate.formats._protocol import Format, foreign, newer
from rehydrate.formats.pickle_file import importable_program

TAKEN_APART = ("builtins", "numpy", "scipy", "astropy")  # packages whose objects hickle writes in its own way


@dataclass(frozen=True)
class HickleFormat(Format):
    """A pickle wrapped in HDF5, as hickle writes it."""

    name = "hickle"
    suffix = ".hkl"
    requires = ("hickle", "h5py")
    extra = "formats"
    looks = ("hdf5",)
    gives_back = "object"
    runs_code_on_load = True
    holds = "any object whose classes and functions can be imported, as a pickle inside HDF5"
    loses = "nothing that a pickle keeps; and it gains nothing over one"

    def why_not(self, model: Any) -> str:
        """Say why a container has no place here: the numbers in it would come back as other types."""
        if type(model).__module__.split(".")[0] in TAKEN_APART:
            return f"hickle takes a {type(model).__name__} apart and changes the types of numbers in it"
        return ""

    def _write(self, model: Any, path: Path) -> None:
        import hickle.lookup

        importable_program(self, model, lambda buffer: False)
        with warnings.catch_warnings():  # hickle warns that it pickles, which is what this module says
            warnings.simplefilter("ignore", hickle.lookup.SerializedWarning)
            hickle.dump(model, str(path), mode="w")

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        import h5py
        import hickle.lookup

        with h5py.File(stream, "r") as file:
            version = file.attrs.get("HICKLE_VERSION")
            if version is None:
                raise foreign(self, stream, "hdf5, without the marks of hickle")
            if int(version.split(".")[0]) > int(hickle.__version__.split(".")[0]):
                raise newer(stream, f"hickle {version}", hickle.__version__, "hickle")
            model = hickle.load(file)
        if isinstance(model, hickle.lookup.RecoveredDataset):
            return pickle.loads(model.tobytes())  # hickle hides what is missing; this says it
        return model


FORMAT = HickleFormat()
