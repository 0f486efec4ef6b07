"""A TensorFlow checkpoint in one file: the values of variables, by their place among the objects.

TensorFlow writes a folder of files and finds them again by a prefix. Here they lie in one zip, without
compression. A checkpoint holds no objects: loading gives the values by name, and ``restore_into`` puts them
into objects you build. It compares all names first, since ``tf.train.Checkpoint.restore`` alone is silent
about what it did not find, and about a prefix that leads nowhere.
"""

import json
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import numpy as np

from rehydrate.errors import CannotLoad
from rehydrate.formats._fit import misfit
from rehydrate.formats._protocol import Format, class_names, installed, newer

FIRST = "tensorflow_checkpoint.json"  # the first member; says that the zip is ours, and its version
VERSION = 1
MEMBER = re.compile(r"variables\.(index|data-\d{5}-of-\d{5})")  # whatever else a zip may hold is left alone
END = "/.ATTRIBUTES/VARIABLE_VALUE"  # of the name of every variable


@dataclass(frozen=True)
class TensorFlowCheckpointFormat(Format):
    """The variables of a ``tf.train.Checkpoint``, or of a single module or model."""

    name = "tensorflow_checkpoint"
    suffix = ".tfckpt"
    requires = ("tensorflow-cpu",)
    runs_code_on_load = False
    gives_back = "training state"
    outlives_versions = True
    holds = "the variables of a tf.train.Checkpoint, or of a tf.Module or Keras model"
    loses = "the objects: loading gives values by name, and restore_into() puts them into objects you build"
    extra = "tensorflow"

    def missing(self) -> list[str]:
        """Return nothing also where TensorFlow is installed under its other name, ``tensorflow``."""
        return [] if installed("tensorflow") else super().missing()

    def why_not(self, model: Any) -> str:
        """Say that it must be something TensorFlow tracks."""
        tracked = "tensorflow.python.trackable.base.Trackable" in class_names(model)
        return "" if tracked else "it is nothing that tf.train.Checkpoint can track"

    def recognises(self, head: bytes) -> bool:
        """Say whether a zip starts here whose first member is ours."""
        return head.startswith(b"PK\x03\x04") and head[30:].startswith(FIRST.encode())

    def default_for(self, model: Any) -> bool:
        """Say yes for a ``tf.train.Checkpoint``, which pickle refuses for its weak references."""
        return "tensorflow.python.checkpoint.checkpoint.Checkpoint" in class_names(model)

    def _write(self, model: Any, path: Path) -> None:
        with TemporaryDirectory() as folder, zipfile.ZipFile(path, "x") as archive:
            archive.writestr(FIRST, json.dumps({"version": VERSION}))
            _tracked(model).write(f"{folder}/variables")
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, file.name)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        with zipfile.ZipFile(stream) as archive:
            version = json.loads(archive.read(FIRST))["version"]
            if version > VERSION:
                raise newer(stream, f"version {version}", VERSION, "rehydrate")
            files = {name: archive.read(name) for name in archive.namelist() if MEMBER.fullmatch(name)}
        with TemporaryDirectory() as folder:
            return SavedVariables(_arrays(_unpack(files, folder)), files)


@dataclass(frozen=True)
class SavedVariables:
    """What a checkpoint holds.

    Attributes
    ----------
    arrays : dict of str to numpy.ndarray
        The values of the variables, by their place among the objects.
    files : dict of str to bytes
        TensorFlow's own files.
    """

    arrays: dict[str, np.ndarray]
    files: dict[str, bytes] = field(repr=False)

    def restore_into(self, target: Any) -> None:
        """Put all values into an object of the same structure, or none.

        Parameters
        ----------
        target : tf.train.Checkpoint, tf.Module or Keras model
            What was dumped, built anew. An optimizer must have its variables already.

        Raises
        ------
        CannotLoad
            If a value finds no place, a variable no value, or a shape does not fit.
        """
        tracked = _tracked(target)
        with TemporaryDirectory() as folder:
            if differ := misfit(_arrays(tracked.write(f"{folder}/own")), self.arrays):
                raise CannotLoad(
                    f"The checkpoint does not fit: {differ}.",
                    why="values find their variables by the names of the attributes on the way to them",
                    fix="build the same objects under the same names; call optimizer.build(variables) first",
                )
            status = tracked.read(_unpack(self.files, folder))
            status.assert_existing_objects_matched().assert_consumed()


def _tracked(model: Any) -> Any:
    import tensorflow as tf

    return model if isinstance(model, tf.train.Checkpoint) else tf.train.Checkpoint(root=model)


def _unpack(files: dict[str, bytes], folder: str) -> str:
    """Write TensorFlow's files into a folder and return their prefix."""
    for name, content in files.items():
        (Path(folder) / name).write_bytes(content)
    return f"{folder}/variables"


def _arrays(prefix: str) -> dict[str, np.ndarray]:
    import tensorflow as tf

    reader = tf.train.load_checkpoint(prefix)
    names = sorted(name for name in reader.get_variable_to_shape_map() if name.endswith(END))
    return {name.removesuffix(END): np.asarray(reader.get_tensor(name)) for name in names}


FORMAT = TensorFlowCheckpointFormat()
