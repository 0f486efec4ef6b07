"""What the three boosters' own files have in common: a note that the library's metadata carries along.

Such a file holds trees. What scikit-learn sees around them, hyper-parameters and classes, has no place in
it, and the readers, written in C++, check little: a file that was cut short or changed often ends the whole
process. So a note goes where the library keeps remarks of its users: the wrapper's attributes as plain
data, and a sha256 over the file. Every other program still reads the file, and passes the note by.

The sum finds damage, not malice: whoever can write the file can write the sum. A file by another program
has no note; it is read, as the bare booster, after cheap checks against a missing end only.
"""

import hashlib
import json
import re
from abc import abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import numpy as np

from rehydrate.formats._protocol import Format, newer

NOTE = "rehydrate_note"  # under this name the library's metadata keep the note
BLANK = b"0" * 64  # stands for the sum while the sum is made
WRITTEN = re.compile(rb'{"sha256": "([0-9a-f]{64})", [ -~]*')  # JSON of ASCII, and what may follow it


@dataclass(frozen=True)
class NativeFormat(Format):
    """A booster's own file, with a note about the wrapper.

    Attributes
    ----------
    library : str
        The package that owns the format.
    classes : tuple of str
        The classes of that package that can be kept, the bare booster first; what derives from them cannot.
    """

    library: ClassVar[str]
    classes: ClassVar[tuple[str, ...]]
    runs_code_on_load = False
    gives_back = "object"
    outlives_versions = True
    consumers = ("python", "other language")
    extra = "boosters"

    @abstractmethod
    def _state(self, model: Any) -> dict[str, Any]:
        """Return what the library would lose of a model, by name."""

    @abstractmethod
    def _bytes(self, model: Any, note: str) -> bytes:
        """Return the library's own file with the note in it; the model stays as it is."""

    @abstractmethod
    def _version(self, data: bytes) -> tuple[int, int]:
        """Return the major version the file was written in and the newest that can be read.

        Raises ValueError where the file has no version, or has lost its end as far as that is seen cheaply.
        """

    @abstractmethod
    def _rebuild(self, data: bytes, kind: str, state: dict[str, Any]) -> Any:
        """Return the model: an object of this class, the bare booster's where the state is empty."""

    def why_not(self, model: Any) -> str:
        """Say that only the library's own classes can be kept; their attributes are seen when written."""
        kind = type(model)
        if kind.__module__.split(".")[0] != self.library or kind.__name__ not in self.classes:
            return f"it keeps a fitted {', '.join(self.classes)} of {self.library}, nothing derived from them"
        return ""

    def _write(self, model: Any, path: Path) -> None:
        state = {name: _plain(value, f"its {name}") for name, value in self._state(model).items()}
        note = {"sha256": BLANK.decode(), "class": type(model).__name__, "state": state}
        data = self._bytes(model, json.dumps(note))
        [(at, until)] = [found.span(1) for found in WRITTEN.finditer(data)]
        path.write_bytes(data[:at] + _sum(data, at) + data[until:])

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        data = stream.read()
        found = WRITTEN.search(data)
        if found[1] != _sum(data, found.start(1)) if found else NOTE.encode() in data:
            raise ValueError("it does not fit the sha256 that was written with it")
        written, readable = self._version(data)
        if written > readable:
            raise newer(stream, f"version {written}", readable, self.library)
        note: dict[str, Any] = {"class": self.classes[0], "state": {}}
        if found:
            note, _ = json.JSONDecoder().raw_decode(found[0].decode())
        kind = self.classes[self.classes.index(note["class"])]  # and no other name of the library
        return self._rebuild(data, kind, {name: _unplain(value) for name, value in note["state"].items()})


def _sum(data: bytes, at: int) -> bytes:
    """Return the sum over a file, taken as if the place of the sum itself held zeros."""
    view = memoryview(data)
    digest = hashlib.sha256(view[:at])
    digest.update(BLANK)
    digest.update(view[at + len(BLANK) :])
    return digest.hexdigest().encode()


def _plain(value: Any, where: str) -> Any:
    """Return a value as JSON that also says which type a container had."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.ndarray):
        return {"array": [_plain(value.tolist(), where), str(value.dtype)]}
    for kind in (dict, list, tuple):
        if isinstance(value, kind):
            items = value.items() if isinstance(value, dict) else value
            return {kind.__name__: [_plain(item, where) for item in items]}
    raise TypeError(f"{where} is a {type(value).__name__}, which is no plain data")


def _unplain(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, items)] = value.items()
    items = [_unplain(item) for item in items]
    if kind == "array":
        return np.array(items[0], dtype=items[1])
    return {"dict": dict, "list": list, "tuple": tuple}[kind](items)
