"""Binary formats without Python in them: HDF5, ONNX and the files of the boosters."""

import re
from collections.abc import Iterator
from mmap import mmap
from typing import TYPE_CHECKING, BinaryIO

from rehydrate.inspector._limits import Damage
from rehydrate.inspector._machine import Machine, Seen, glance
from rehydrate.inspector._opinions import Opinion, opinion
from rehydrate.inspector._tape import Tape
from rehydrate.inspector.graph import Root

if TYPE_CHECKING:
    from rehydrate.inspector._reading import Reading

PICKLE = re.compile(rb"\x80[\x02-\x05][(-\x95]")  # a declared protocol and an instruction
LAMBDA = re.compile(rb'"class_name": ?"(?:Lambda|__lambda__)"')
# The boosters' own formats, by their first bytes, and where each records a version.
BOOSTERS = {
    b"tree\n": ("LightGBM model", "lightgbm format", re.compile(rb"\nversion=(v\d+)")),
    b"CBM1": ("CatBoost model", "catboost", re.compile(rb"Summary: CatBoost release (\d[\d.]*\d)")),
    b"binf": ("old binary model of XGBoost", "xgboost", re.compile(rb"(?!)")),
    b"{L\0\0\0\0\0\0\0": ("XGBoost model in binary JSON", "xgboost", re.compile(rb"(?!)")),
}
OUTSIDE = re.compile(rb"\x0a\x08location\x12([\x01-\x7f])")  # an ONNX tensor that lies in another file
DOMAINS = ("", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training", "com.microsoft")
ONNX_WORDS = {2: "onnx producer", 3: "onnx producer version"}


def read_hdf5(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Look through an HDF5 file for pickles. HDF5 itself is data; hickle unpickles what it finds in one."""
    data = reading.whole(file)
    hickle = data.find(b"HICKLE_VERSION") >= 0
    reading.name_layer("HDF5 of hickle" if hickle else "HDF5", where)
    if hickle:
        reading.alarms.append("hickle.load unpickles what is in the file")
    if LAMBDA.search(data):
        reading.alarms.append("it holds a Lambda layer, whose code is in the file")
    end = 0
    for found in PICKLE.finditer(data):
        reading.budget.look_at_the_clock()
        file.seek(found.start())
        seen, whole = glance(file, reading.budget) if found.start() >= end else (Seen(), False)
        if whole and seen.uses:
            end = file.tell()
            file.seek(found.start())
            root = Machine(Tape(file, reading.budget, where), reading.seen).run()
            reading.graph.roots.append(Root(where, root))
        elif any(opinion(name)[0] == Opinion.DANGEROUS for name in seen.uses):
            reading.seen.add(seen, f"{where} a pickle at byte {found.start():,}".strip())


def read_booster(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Name a model in a booster's own format, and the version that it records."""
    data = reading.whole(file)
    kind, library, version = next(known for start, known in BOOSTERS.items() if data[: len(start)] == start)
    reading.name_layer(kind, where)
    if found := version.search(data):
        reading.report.versions[library] = found[1].decode("ascii")


def read_protobuf(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read an ONNX model: who wrote it, which operators it needs, its inputs and outputs."""
    data = reading.whole(file)
    fields = list(_fields(reading, data, 0, len(data)))
    numbers = {number for number, _, _ in fields}
    if not {1, 7, 8} <= numbers:
        kind = (
            "a TensorFlow graph, which may read and write files" if numbers <= {1, 2} else "a protocol buffer"
        )
        raise Damage(f"it looks like {kind}, and is not read here")
    reading.name_layer("ONNX model", where)
    for number, start, end in fields:
        if number == 1:
            reading.report.versions["onnx format"] = str(end)
        elif number in ONNX_WORDS:
            reading.report.versions[ONNX_WORDS[number]] = _text(data, start, end)
        elif number == 7:
            for side, a, b in _fields(reading, data, start, end):
                if side in (11, 12):
                    name = _text(data, *_parts(reading, data, a, b).get(1, (0, 0)))
                    reading.report.notes.append(f"{'input' if side == 11 else 'output'}: {name}")
        elif number == 8:
            parts = _parts(reading, data, start, end)
            domain = _text(data, *parts.get(1, (0, 0))) or "ai.onnx"
            reading.report.versions[f"opset {domain}"] = str(parts.get(2, (0, 0))[1])
            if domain not in DOMAINS:
                reading.report.notes.append(
                    f"it needs operators of {domain}, which a library of their own runs"
                )
    for found in OUTSIDE.finditer(data):
        path = _text(data, found.end(), found.end() + found[1][0])
        escapes = path.startswith(("/", "\\")) or ".." in path or ":" in path
        notes = reading.report.problems if escapes else reading.report.notes
        notes.append(f"tensors lie in another file: {path}")


def _fields(reading: "Reading", data: bytes | mmap, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Take a protocol buffer apart: the number of a field and where it lies, or -1 and its value."""
    while start < end:
        reading.budget.spend("opcodes")
        key, start = _varint(data, start, end)
        size, wire = 0, key & 7
        if wire == 0:
            value, start = _varint(data, start, end)
            yield key >> 3, -1, value
            continue
        if wire == 2:
            size, start = _varint(data, start, end)
        elif wire in (1, 5):
            size = 8 if wire == 1 else 4
        if wire not in (1, 2, 5) or start + size > end:
            raise Damage("its protocol buffer is damaged, or it is none")
        yield key >> 3, start, start + size
        start += size


def _parts(reading: "Reading", data: bytes | mmap, start: int, end: int) -> dict[int, tuple[int, int]]:
    return {number: (a, b) for number, a, b in _fields(reading, data, start, end)}


def _varint(data: bytes | mmap, start: int, end: int) -> tuple[int, int]:
    value = 0
    for shift, at in enumerate(range(start, min(end, start + 10))):
        value |= (data[at] & 127) << (7 * shift)
        if data[at] < 128:
            return value, at + 1
    raise Damage("its protocol buffer is damaged, or it is none")


def _text(data: bytes | mmap, start: int, end: int) -> str:
    return bytes(data[max(start, 0) : min(end, start + 200)]).decode("utf-8", "replace")
