"""Pickle, protocol 5, with large arrays beside the stream instead of in it.

A pickle is a program for a small machine that rebuilds objects; loading one runs whatever that program
says. Protocol 5 lets the program say "take buffer number 3" instead of carrying the bytes of an array, so
that an array can be used where it lies (PEP 574). The file is::

    the pickle | padding | array 0 | padding | array 1 | ... | table of the arrays | 24 bytes of end mark

Without large arrays nothing follows the pickle, and any ``pickle.load`` reads the file. Tensors of torch are
written as arrays: torch itself puts their bytes into the stream, each through a small file of its own.
"""

import contextlib
import copyreg
import io
import mmap
import os
import pickle
import pickletools
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from rehydrate.formats._protocol import Format, foreign, is_plain, newer

LARGE = 4096  # bytes; below, an array is quicker read with the stream than found beside it
ALIGN = 64  # bytes; a cache line, more than any array type needs
END = struct.Struct("<QQ8s")  # where the table starts, how many arrays, the mark
ENTRY = struct.Struct("<QQ")  # where an array starts, its size in bytes
FAMILY = b"REHYD"  # how the marks of this format and of its relatives start
JOBLIB = b"joblib.numpy_pickle"  # the class whose objects stand for arrays in joblib's files
EARLY = 1 << 16  # bytes; by then the first array of a joblib file has come up, or soon after
BY_VALUE = "formats.get('cloudpickle') keeps functions and classes by value"


@dataclass(frozen=True)
class PickleFormat(Format):
    """A pickle of protocol 5; large arrays lie beside the stream and can be mapped."""

    name = "pickle"
    suffix = ".pkl"
    runs_code_on_load = True
    holds = "any object whose classes and functions can be imported"
    loses = "nothing, in the environment that wrote it; the code itself is never in the file"
    gives_back = "object"
    can_map = True
    mark: ClassVar[bytes] = FAMILY + b"P5\x01"
    always_marked: ClassVar[bool] = False

    def _program(self, model: Any, beside: Callable[[pickle.PickleBuffer], bool]) -> bytes:
        return importable_program(self, model, beside)

    def _write(self, model: Any, path: Path) -> None:
        large: list[memoryview] = []

        def beside(buffer: pickle.PickleBuffer) -> bool:
            view = buffer.raw()
            if view.nbytes < LARGE:
                return True  # true means: keep it in the stream
            large.append(view)
            return False

        program = self._program(model, beside)
        with path.open("xb") as file:
            file.write(program)
            entries = []
            for view in large:
                file.write(bytes(-file.tell() % ALIGN))
                entries.append(ENTRY.pack(file.tell(), view.nbytes))
                file.write(view)
            if entries or self.always_marked:
                file.write(b"".join(entries) + END.pack(file.tell(), len(entries), self.mark))

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        protocol = stream.read(2)[1:] or b"\0"  # a single byte: refused when it is loaded
        if protocol[0] > pickle.HIGHEST_PROTOCOL:
            raise newer(stream, f"pickle of protocol {protocol[0]}", pickle.HIGHEST_PROTOCOL, "Python")
        stream.seek(-min(stream.seek(0, os.SEEK_END), len(self.mark)), os.SEEK_END)
        mark = stream.read()
        self._check_end(stream, mark)
        if mark != self.mark:
            return self._read_plain(stream)
        view = memoryview(_contents(stream, mapped))
        return pickle.loads(view, buffers=_buffers(view))

    def _check_end(self, stream: BinaryIO, mark: bytes) -> None:
        """Refuse a relative's file before any of it runs."""
        if mark.startswith(FAMILY + b"C"):
            raise foreign(self, stream, "cloudpickle")
        if mark.startswith(FAMILY) and mark != self.mark:
            raise newer(stream, f"version {mark[-1]} of this format", self.mark[-1], "rehydrate")

    def _read_plain(self, stream: BinaryIO) -> Any:
        """Load a pickle that has no arrays behind it; joblib's files start like one."""
        stream.seek(0)
        if JOBLIB in stream.read(EARLY):
            raise foreign(self, stream, "joblib")
        stream.seek(0)
        try:
            return pickle.load(stream)
        except Exception:
            stream.seek(0)
            if JOBLIB in stream.read():
                raise foreign(self, stream, "joblib") from None
            raise


def importable_program(fmt: Format, model: Any, beside: Callable[[pickle.PickleBuffer], bool]) -> bytes:
    """Return the pickle of a model, and refuse one that only the running program could load.

    Parameters
    ----------
    fmt : Format
        In whose name to refuse.
    model : object
        What to pickle.
    beside : callable
        Takes each array's buffer and says whether it stays in the stream.
    """
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5, buffer_callback=beside)
    if torch := sys.modules.get("torch"):
        pickler.dispatch_table = copyreg.dispatch_table | {torch.Tensor: _tensor_as_array}
    try:
        pickler.dump(model)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise fmt.cannot_hold(model, str(error), BY_VALUE) from error
    program = stream.getvalue()
    if name := name_in_main(program):
        why = f"{name} is defined in the program that runs now; another process could not import it"
        raise fmt.cannot_hold(model, why, f"move {name} into a module; or {BY_VALUE}")
    return program


def name_in_main(program: bytes) -> str:
    """Return a name that a pickle of protocol 4 or 5 looks up in ``__main__``, empty if there is none.

    Parameters
    ----------
    program : bytes
        The pickle. Such a name is put on the stack after its module's, each written out or taken from
        the memo, where every object is kept under its number; so both must be followed.
    """
    if b"__main__" not in program:  # by far the most, and pickletools takes its time
        return ""
    before, last = None, None  # what the last two instructions put on the stack, where it is text
    memo: list[Any] = []
    argument: Any
    for opcode, argument, _ in pickletools.genops(program):
        if opcode.name == "STACK_GLOBAL" and before == "__main__":
            return str(last)
        if opcode.name == "MEMOIZE":
            memo.append(last)
        elif opcode.name in ("BINGET", "LONG_BINGET"):
            before, last = last, memo[argument]
        elif opcode.name != "FRAME":
            before, last = last, argument
    return ""


def _tensor_as_array(tensor: Any) -> Any:
    """Say how to pickle a torch tensor: as a numpy array, as torch itself keeps all bytes in the stream."""
    from torch._utils import _rebuild_device_tensor_from_numpy  # torch's own, for devices it cannot read

    with contextlib.suppress(TypeError, RuntimeError):  # numpy knows no such numbers, or torch forbids it
        if tensor.is_contiguous() and not vars(tensor):
            return _rebuild_device_tensor_from_numpy, (tensor.numpy(), tensor.dtype, "cpu", False)
    return tensor.__reduce_ex__(5)


def _buffers(view: memoryview) -> list[memoryview]:
    """Cut the arrays out of a file, by the table at its end."""
    table, n_arrays, _ = END.unpack(view[-END.size :])
    if table + n_arrays * ENTRY.size + END.size != len(view):
        raise ValueError(f"a table of {n_arrays} arrays at byte {table} does not fit a file of {len(view)}")
    entries = list(ENTRY.iter_unpack(view[table : table + n_arrays * ENTRY.size]))
    if any(start + size > table for start, size in entries):
        raise ValueError("an array reaches beyond its place")
    return [view[start : start + size] for start, size in entries]


def _contents(stream: BinaryIO, mapped: bool) -> bytearray | mmap.mmap:
    """Return the bytes of a file so that arrays can lie in them; what is written there never reaches it."""
    stream.seek(0)
    if not is_plain(stream):
        return bytearray(stream.read())
    if mapped:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_COPY)
    whole = mmap.mmap(-1, os.fstat(stream.fileno()).st_size)  # memory; a bytearray would be zeroed first
    view, filled = memoryview(whole), 0
    while n_bytes := stream.readinto(view[filled:]):  # type: ignore[attr-defined]
        filled += n_bytes
    return whole


FORMAT = PickleFormat()
