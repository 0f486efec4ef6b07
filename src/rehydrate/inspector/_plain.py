"""Formats that are data by themselves: NumPy's own, safetensors, JSON, and the boosters'."""

import json
import re
from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, Any, BinaryIO

from rehydrate.inspector._limits import Bound, Damage
from rehydrate.inspector._machine import Machine
from rehydrate.inspector._opinions import tables
from rehydrate.inspector._tape import Tape
from rehydrate.inspector.graph import Global, Root
from rehydrate.inspector.report import ArrayFound

if TYPE_CHECKING:
    from rehydrate.inspector._reading import Reading

JSON_BYTES = 16 << 20  # a JSON text takes up to twenty times its size once it is read
NPY_HEADER = re.compile(
    r"\{'descr': (.+), 'fortran_order': (?:True|False), 'shape': \(([\dL, ]{,500})\), ?\} *\n?", re.DOTALL
)
# What a JSON text is, by a key at its top.
JSON_KINDS = {
    "__loader__": "skops description",
    "learner": "XGBoost model in JSON",
    "oblivious_trees": "CatBoost model in JSON",
    "tree_info": "LightGBM model in JSON",
    "class_name": "Keras configuration",
}
JSON_VERSIONS = {"keras_version": "keras", "_skops_version": "skops"}
SKLEARN_IN_SKOPS = re.compile(rb'"_sklearn_version": \{[^{}]{0,200}"content": "\\"([\d.a-z]{1,20})\\"')
LAMBDAS = ("Lambda", "__lambda__")


def read_npy(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read a NumPy file. Elements that are objects lie in it as a pickle."""
    reading.name_layer("NumPy array", where)
    tape = Tape(file, reading.budget, where)
    version = tape.read(8)[6]
    size = int.from_bytes(tape.read(2 if version == 1 else 4), "little")
    if not 1 <= version <= 3 or size > 1 << 16:
        raise Damage(f"its header says version {version} and {size:,} bytes")
    header = NPY_HEADER.fullmatch(tape.read(size).decode("latin-1"))
    if header is None:
        raise Damage("its header is not one that NumPy writes")
    descr, shape = header[1], tuple(int(n) for n in re.findall(r"\d+", header[2]))
    objects = re.search(r"'[|<>=]?O\d*'", descr)
    if objects:
        machine = Machine(tape, reading.seen)
        reading.graph.roots.append(Root(where, machine.run()))
    simple = re.fullmatch(r"'[<>|=]([a-zA-Z])(\d+)(?:\[\w+\])?'", descr)
    behind = tape.drain()
    n_bytes = behind if simple is None else int(simple[2]) * (4 if simple[1] == "U" else 1) * prod(shape)
    if not objects and behind != n_bytes:
        raise Damage(f"its header promises {n_bytes:,} bytes, and {behind:,} are there")
    reading.report.arrays.append(ArrayFound(where, descr.strip("'"), shape, n_bytes))


def read_safetensors(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read the header of a safetensors file, and hold its claims against the size of the file."""
    data = reading.whole(file)
    start = 8 + int.from_bytes(data[:8], "little")
    if start > len(data):
        raise Damage(f"its header claims {start:,} bytes of {len(data):,}")
    reading.name_layer("safetensors", where)
    header = _json(data[8:start])
    for name, entry in header.items() if isinstance(header, dict) else ():
        if name == "__metadata__":
            continue
        match entry:
            case {"dtype": str(dtype), "shape": [*shape], "data_offsets": [int(first), int(last)]} if (
                0 <= first <= last <= len(data) - start and all(isinstance(n, int) for n in shape)
            ):
                found = ArrayFound(f"{where}/{name}".lstrip("/"), dtype, tuple(shape), last - first)
                reading.report.arrays.append(found)
            case _:
                raise Damage(f"its entry for {name!r:.80} is wrong, or points outside the file")


def read_json(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read a JSON text: JSON is data, but a loader may build what the text names."""
    data = reading.whole(file)
    if len(data) > JSON_BYTES and data[:11] == b'{"learner":':
        reading.name_layer("XGBoost model in JSON", where)
        reading.report.notes.append("the JSON text is too long to be looked through")
        return
    document = _json(data[: JSON_BYTES + 1])
    top = document if isinstance(document, dict) else {}
    reading.name_layer(next((words for key, words in JSON_KINDS.items() if key in top), "JSON"), where)
    found = {library: top[key] for key, library in JSON_VERSIONS.items() if isinstance(top.get(key), str)}
    if "learner" in top and isinstance(top.get("version"), list):
        found["xgboost"] = ".".join(map(str, top["version"][:4]))
    if version := SKLEARN_IN_SKOPS.search(data):
        found["scikit-learn"] = version[1].decode("ascii")
    reading.report.versions.update({library: version[:40] for library, version in found.items()})
    for name in _named(document):
        if name.name in LAMBDAS:
            reading.alarms.append("it holds a Lambda layer, whose code is in the file")
        else:
            reading.seen.name(name, where)


def _named(document: Any) -> Iterator[Global]:
    """Return the classes that skops or Keras would look up, other than those of Keras itself."""
    waiting = [document]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(part)
        elif isinstance(part, dict):
            waiting.extend(part.values())
            home, kind = part.get("__module__"), part.get("__class__")
            module, name = part.get("module", "keras"), part.get("class_name")
            if isinstance(home, str) and isinstance(kind, str):
                yield Global(home, kind)
            if not isinstance(module, str):
                module = "registered with Keras"
            if isinstance(name, str) and (module not in tables()["keras"]["modules"] or name in LAMBDAS):
                yield Global(module, name)


def _json(data: bytes) -> Any:
    if len(data) > JSON_BYTES:
        raise Bound(f"its JSON text takes more than {JSON_BYTES:,} bytes")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Damage(f"its JSON text is damaged: {error}") from error
