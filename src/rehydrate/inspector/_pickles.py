"""Layers that are pickles: alone, of joblib, of PyTorch, several in a row, and what lies behind them."""

from typing import TYPE_CHECKING, BinaryIO

from rehydrate.inspector._limits import Damage
from rehydrate.inspector._machine import Machine, glance, marked
from rehydrate.inspector._tape import Tape, head_of
from rehydrate.inspector.arrays import WRAPPERS, read_behind
from rehydrate.inspector.graph import Call, Root

if TYPE_CHECKING:
    from rehydrate.inspector._reading import Reading

TORCH_MAGIC = 0x1950A86A20F9469CFC6C  # the first of the pickles in an old PyTorch file
UNREAD = {b"(\xb5/\xfd": "zstd", b"7z\xbc\xaf": "7z", b"Rar!": "rar", b"ZF": "joblib before 0.10"}
NOT_IN_TEXT = {*range(32)} - {*b"\t\n\r\f"}
OUR_END = b"REHYD"  # of a file whose arrays lie behind the pickle; three more bytes tell the format


def read_pickles(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read one pickle or several in a row, and say what lies behind them."""
    tape = Tape(file, reading.budget, where)
    layer = reading.name_layer("pickle", where)
    roots: list[Root] = []
    try:
        while not roots or _another(file, roots):
            machine = Machine(tape, reading.seen, read_behind)
            roots.append(Root(where, machine.run()))
            reading.graph.roots.extend(
                Root(where, node) for node in machine.dropped if isinstance(node, Call)
            )
    finally:
        reading.graph.roots.extend(roots)
        layer[1] += _words(reading, roots)
    here, behind = file.tell(), tape.drain()
    if behind == 0 or roots[0].node == TORCH_MAGIC:
        return
    if file.seekable():
        file.seek(here)
        second, whole = glance(file, reading.budget)
        if whole and reading.seen.add(second, "behind the end"):
            reading.alarms.append("a second pickle lies behind the end of the first")
        file.seek(max(here, here + behind - len(OUR_END) - 3))
        if file.read(len(OUR_END)) == OUR_END:
            return
    note = f"{behind:,} bytes lie behind the end of the pickle; a loader does not read them"
    reading.report.notes.append(note)


def read_unmarked(reading: "Reading", file: BinaryIO, where: str) -> None:
    """Read a pickle of protocol 0 or 1, which starts like nothing in particular, or find that it is none."""
    head = head_of(file)
    seen, whole = glance(file, reading.budget)
    file.seek(0)
    if whole or any(f"{name.module}.{name.name}".replace(".", "_").isidentifier() for name in seen.uses):
        return read_pickles(reading, file, where)
    for start, name in UNREAD.items():
        if head.startswith(start):
            raise Damage(f"it is compressed with {name}, which is not read here")
    text = not set(head) & NOT_IN_TEXT
    if not text or not where:
        raise Damage(f"it is {'a text' if text else 'of a kind'} that fits no format known here")
    reading.name_layer("text", where)


def _another(file: BinaryIO, roots: list[Root]) -> bool:
    """Say whether one more pickle follows; in an old PyTorch file tensors follow the fifth."""
    head = head_of(file)
    return (marked(head) or head == b"\x80") and (roots[0].node != TORCH_MAGIC or len(roots) < 5)


def _words(reading: "Reading", roots: list[Root]) -> str:
    """Return what can be said about the pickles of a layer."""
    uses = reading.seen.uses
    origin = ""
    if roots and roots[0].node == TORCH_MAGIC:
        origin = " of PyTorch before 1.6"
    elif WRAPPERS & uses.keys():
        origin = " of joblib"
    elif any(name.module == "cloudpickle.cloudpickle" for name in uses):
        origin = " of cloudpickle"
    row = f", {len(roots)} in a row" if len(roots) > 1 else ""
    protocol = reading.seen.protocol or "0 or 1"
    return f"{origin}, protocol {protocol}{row}"
