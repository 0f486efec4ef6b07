"""What the data-only formats have in common: JSON and arrays in a zip, read against an allow-list.

The zip holds one JSON document, which comes first and is named like the format, and an ``.npy`` file for each
array. A model is written as the name of its class and its state: numbers, text, lists, arrays, and further
models. It is read back only if the class is on the format's list and no name in the state is one that the
class itself defines. No name in a file is ever imported or called, so a file can be wrong, and cost time and
memory, but it cannot bring code. Classes whose compiled code follows numbers of the model without looking at
them belong on a list only together with a check of those numbers, as in ``npz_trees``. So there is no
``OneHotEncoder`` here: it writes indices into a sparse matrix that scipy then follows.

What lasts is the data: JSON and numpy read it whatever becomes of scikit-learn; it names no private module.
The rebuilt estimator gets the state as it was, as from a pickle, so a later version may miss a new attribute.
"""

import importlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import numpy as np

from rehydrate.errors import UntrustedFile
from rehydrate.formats._protocol import Format, newer

SCHEMA = 1
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # every entry's time, so that the same model gives the same bytes
PLAIN = (bool, int, float, str, type(None))
MADE_ANEW = ("_loss_function_",)  # by SGD, from its hyperparameter loss, each time it learns


@dataclass(frozen=True)
class NpzFormat(Format):
    """A format whose files are data: numbers and text, under names that are checked.

    Attributes
    ----------
    modules : dict
        The allow-list: public module of scikit-learn to the names of the classes in it, with spaces between.
    """

    suffix = ".npz"
    runs_code_on_load = False
    gives_back = "object"
    modules: ClassVar[dict[str, str]]

    def why_not(self, model: Any) -> str:
        """Say that the class is not on the list, if so; the attempt looks at the parts of the model."""
        kind = type(model)
        return "" if self._listed(kind.__name__) is kind else f"its list of classes has no {kind.__name__}"

    def recognises(self, head: bytes) -> bool:
        """Say whether these bytes start a zip whose first entry is this format's document."""
        return head[:4] == b"PK\x03\x04" and head[30:].startswith(f"{self.name}.json".encode())

    def _listed(self, name: str) -> Any:
        module = next((module for module, names in self.modules.items() if name in names.split()), None)
        return module and getattr(importlib.import_module(module), name)

    def _write(self, model: Any, path: Path) -> None:
        arrays: dict[int, tuple[int, Any]] = {}
        document = {"schema": SCHEMA, "model": self._pack(model, arrays)}
        with zipfile.ZipFile(path, "x") as archive:
            archive.writestr(zipfile.ZipInfo(f"{self.name}.json", LONG_AGO), json.dumps(document))
            for number, array in arrays.values():
                with archive.open(zipfile.ZipInfo(f"{number}.npy", LONG_AGO), "w", force_zip64=True) as file:
                    np.lib.format.write_array(file, array, allow_pickle=False)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        with zipfile.ZipFile(stream) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > stream.seek(0, 2):
                raise ValueError("its entries unpack to more than the file; this format never compresses")
            document = json.loads(archive.read(f"{self.name}.json"))
            if document["schema"] > SCHEMA:
                raise newer(stream, f"schema {document['schema']} of {self.name}", SCHEMA, "rehydrate")

            @cache  # two names of one array lead to one array again: an averaged SGD learns on by that
            def array(number: int) -> Any:
                with archive.open(f"{number}.npy") as file:
                    return np.lib.format.read_array(file, allow_pickle=False)

            return self._unpack(document["model"], array)

    def _pack(self, value: Any, arrays: dict[int, tuple[int, Any]]) -> Any:
        """Return a value as JSON that names the kind of what is not plain; put each array aside, once."""
        if type(value) in PLAIN:
            return value
        if type(value) in (list, tuple):
            return {type(value).__name__: [self._pack(each, arrays) for each in value]}
        if type(value) is dict:
            return {"dict": [[self._pack(each, arrays) for each in pair] for pair in value.items()]}
        if isinstance(value, np.dtype):
            return {"dtype": value.str}
        if isinstance(value, np.generic):
            return {"scalar": [value.dtype.str, value.item()]}
        if type(value) in (np.ndarray, np.memmap):
            if value.dtype.hasobject and value.ndim == 1:
                return {"objects": [self._pack(each, arrays) for each in value]}
            return {"array": arrays.setdefault(id(value), (len(arrays), value))[0]}
        if reason := self.why_not(value):
            raise self.cannot_hold(value, reason)
        state = {name: each for name, each in value.__getstate__().items() if name not in MADE_ANEW}
        self._check(type(value), state)
        return {"model": [type(value).__name__, {k: self._pack(each, arrays) for k, each in state.items()}]}

    def _unpack(self, item: Any, array: Callable[[int], Any]) -> Any:
        """Undo ``_pack``; ``array`` reads the array of a number."""
        if type(item) in PLAIN:
            return item
        [(kind, content)] = dict(item).items()
        if kind in ("list", "tuple", "objects"):
            values = [self._unpack(each, array) for each in content]
            return values if kind == "list" else tuple(values) if kind == "tuple" else _objects(values)
        if kind == "dict":
            return {self._unpack(key, array): self._unpack(each, array) for key, each in content}
        if kind == "dtype":
            return np.dtype(content)
        if kind == "scalar":
            return np.dtype(content[0]).type(content[1])
        return array(content) if kind == "array" else self._rebuilt(item["model"], array)

    def _rebuilt(self, content: Any, array: Callable[[int], Any]) -> Any:
        name, packed = content
        found = self._listed(name)
        if found is None:
            what, why = f"The file asks for the class {name!r}.", f"{self.name} builds only those on its list"
            raise UntrustedFile(what, why=why, fix="take it for forged, or for a newer version's file")
        state = {key: self._unpack(each, array) for key, each in packed.items()}
        self._check(found, state)
        model = found.__new__(found)
        model.__setstate__(state)  # scikit-learn's own: it warns of another version, as for a pickle
        return model

    def _check(self, kind: Any, state: dict[str, Any]) -> None:
        """Refuse a state that hides what the class defines, or that reaches outside the file."""
        if hidden := [name for name in state if name.startswith("__") or hasattr(kind, name)]:
            raise ValueError(f"{kind.__name__} defines {hidden[0]} itself")
        if state.get("memory") is not None:  # a cache is a folder of pickles, and a Pipeline would read it
            raise ValueError("memory names a folder of one machine; set_params(memory=None) first")


def _objects(values: list[Any]) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
