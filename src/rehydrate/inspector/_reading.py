"""One inspection: layer by layer, each recognised by its content and read as data."""

import dataclasses
import io
import mmap
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeAlias

from rehydrate.inspector import _archives as archives
from rehydrate.inspector import _binary as binary
from rehydrate.inspector import _contents as contents
from rehydrate.inspector import _pickles as pickles
from rehydrate.inspector import _plain as plain
from rehydrate.inspector._compressions import COMPRESSIONS, Inflated
from rehydrate.inspector._limits import Bound, Budget, Damage, Limits
from rehydrate.inspector._machine import Seen, glance, marked
from rehydrate.inspector._opinions import opinion
from rehydrate.inspector._tape import PIECE, head_of
from rehydrate.inspector.arrays import WRAPPERS
from rehydrate.inspector.graph import Graph
from rehydrate.inspector.report import Name, Report, concluded


class Reading:
    """What is found out about one file.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        Bounds of the whole inspection.

    Attributes
    ----------
    report : Report
        What was found inside.
    graph : Graph
        The objects of the pickles.
    seen : Seen
        What the pickles would do.
    alarms : list of str
        What runs code, or shows bad intent, without being a name.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.budget = Budget(limits)
        self.depth = 0
        self.seen = Seen()
        self.report = Report(str(path), path.stat().st_size)
        self.graph = Graph(problems=self.report.problems)
        self.layers: list[list[str]] = []  # the member of an archive, empty for the file itself; what it is
        self.alarms: list[str] = []
        with path.open("rb") as file:
            self.layer(file)

    def name_layer(self, words: str, where: str) -> list[str]:
        """Note what a layer is.

        Parameters
        ----------
        words, where : str
            What it is; the member of an archive, empty for the file itself.
        """
        self.layers.append([where, words])
        return self.layers[-1]

    def layer(self, file: BinaryIO, where: str = "") -> None:
        """Read one layer and what lies in it; what cannot be read becomes a problem.

        Parameters
        ----------
        file : binary file
            Stands at its start.
        where : str
            The member of an archive, empty for the file itself.
        """
        self.depth += 1
        try:
            if self.depth > self.budget.limits.layers:
                raise Bound(f"more than {self.budget.limits.layers} layers lie in each other")
            self._recognise(file, where)
        except Damage as error:
            self.report.problems.append(f"{where}: {error}" if where else str(error))
        finally:
            self.depth -= 1

    def _recognise(self, file: BinaryIO, where: str) -> None:
        """Find out by its first bytes what a layer is, and read it."""
        head = head_of(file)
        if not head:
            raise Damage("it is empty")
        for fits, name, opener in COMPRESSIONS:
            if fits(head):
                self.name_layer(name, where)
                self.layer(io.BufferedReader(Inflated(file, self.budget, opener)), where)
                return self._look_twice(file, None, where) if file.seekable() else None
        if marked(head) and not file.seekable():
            return pickles.read_pickles(self, file, where)
        if not file.seekable():
            file = io.BytesIO(self.whole(file))
            head = head_of(file)
        read = next((read for fits, read in KINDS if fits(head)), pickles.read_unmarked)
        if read is pickles.read_unmarked and archives.is_zip(file):
            read = archives.read_zip
        file.seek(0)
        try:
            read(self, file, where)
        finally:
            self._look_twice(file, read, where)

    def _look_twice(self, file: BinaryIO, read: "Reader | None", where: str) -> None:
        """Look for a second file in the same bytes: one that a plain pickle reader or a zip reader sees."""
        file.seek(0)
        if read is not pickles.read_pickles or WRAPPERS & self.seen.uses.keys():
            second, _ = glance(file, self.budget)
            if self.seen.add(second, "read as a plain pickle"):
                self.alarms.append("a plain pickle reader sees another program in the same bytes")
            file.seek(0)
        if read is not archives.read_zip and archives.is_zip(file):
            self.report.notes.append("the same bytes end in a zip archive: readers differ in what they find")
            layer = self.layers[-1] if self.layers else self.name_layer("unknown", where)
            layer[1] += ", and a zip archive"
            archives.read_zip(self, file, f"{where} at the end".strip())

    def whole(self, file: BinaryIO) -> bytes | mmap.mmap:
        """Return a layer as bytes: mapped where it is a file of its own, else read, if it is not too large.

        Parameters
        ----------
        file : binary file
            The layer.
        """
        if isinstance(file, io.BytesIO):
            return file.getvalue()
        if self.report.n_bytes > self.budget.limits.expanded_bytes:
            raise Bound("it is larger than all that may be read")
        if file.seekable():
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        found, most = io.BytesIO(), self.budget.limits.memory_bytes
        while piece := file.read(PIECE):
            if found.tell() + len(piece) > most:
                raise Bound(f"it must be read whole, and {most:,} bytes are the most")
            found.write(piece)
        return found.getvalue()

    def conclude(self) -> Report:
        """Look into the objects that were found, and return the report with its verdict."""
        for root in self.graph.roots:
            try:
                contents.look(self, root)
            except Bound as error:
                self.report.problems.append(str(error))
        uses = self.seen.uses.items()
        names = [Name(n.module, n.name, *opinion(n), use.where, use.times) for n, use in uses]
        kind = ", in ".join(words for where, words in reversed(self.layers) if not where) or "unknown"
        layers = [f"{where}: {words}" if where else words for where, words in self.layers]
        report = dataclasses.replace(self.report, kind=kind, layers=layers)
        return concluded(report, names, self.alarms + self.seen.strange)


Reader: TypeAlias = Callable[[Reading, BinaryIO, str], None]

# What a layer is, by its first bytes. The first that fits is taken.
KINDS: list[tuple[Callable[[bytes], bool], Reader]] = [
    (marked, pickles.read_pickles),
    (lambda head: head[:4] in (b"PK\x03\x04", b"PK\x05\x06"), archives.read_zip),
    (lambda head: head[257:262] == b"ustar", archives.read_tar),
    (lambda head: head[:6] == b"\x93NUMPY", plain.read_npy),
    (lambda head: head[:8] == b"\x89HDF\r\n\x1a\n", binary.read_hdf5),
    (lambda head: head[4:9] == b"\0\0\0\0{", plain.read_safetensors),
    (lambda head: head.startswith(tuple(binary.BOOSTERS)), binary.read_booster),
    (lambda head: head.lstrip()[:1] in (b"{", b"["), plain.read_json),
    (lambda head: head[:1] == b"\x08", binary.read_protobuf),
]
