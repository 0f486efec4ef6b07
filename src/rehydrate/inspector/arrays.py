"""What a pickle says about NumPy: data types, arrays, numbers, and joblib's arrays behind the stream."""

import re
import struct
from dataclasses import dataclass
from math import prod

from rehydrate.inspector._limits import Damage
from rehydrate.inspector._machine import Machine
from rehydrate.inspector.graph import Call, Global, Items, Node, Pairs

JOBLIB = ("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle")
WRAPPERS = {Global(module, "NumpyArrayWrapper") for module in JOBLIB}
MULTIARRAY = ("numpy.core.multiarray", "numpy._core.multiarray")
FROM_BUFFER = {Global(module, "_frombuffer") for module in ("numpy.core.numeric", "numpy._core.numeric")}
RECONSTRUCT = {Global(module, "_reconstruct") for module in MULTIARRAY}
RECONSTRUCTOR = Global("copyreg", "_reconstructor")
SCALAR = {Global(module, "scalar") for module in MULTIARRAY}
DEEPEST = 2  # data types inside data types; a shared one that is looked at again and again costs its square
MOST_FIELDS = 256
CODE = re.compile(r"b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16|32)|[OMm]8|[SUV][0-9]{1,9}")
STRUCT = {"b1": "?", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B", "u2": "H", "u4": "I", "u8": "Q"}
STRUCT |= {"f2": "e", "f4": "f", "f8": "d"}


@dataclass(frozen=True, slots=True)
class Dtype:
    """A NumPy data type.

    Attributes
    ----------
    descr : str
        As in ``numpy.dtype.str``: ``"<f8"``, ``"|O"``; of a structured type its fields in braces.
    itemsize : int
        Bytes of one element.
    fields : tuple of (str, Dtype, int)
        Names, types and offsets of a structured type; empty for others.
    has_objects : bool
        Whether elements are Python objects.
    """

    descr: str
    itemsize: int
    fields: tuple[tuple[str, "Dtype", int], ...] = ()
    has_objects: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """An array, without NumPy.

    Attributes
    ----------
    dtype : Dtype
        Type of an element.
    shape : tuple of int
        Empty for a single number.
    order : str
        ``"C"`` or ``"F"``: how ``content`` lies.
    content : node
        ``bytes`` where they are few; a ``Blob`` where they are many; a ``Foreign`` buffer where they lie
        beside the stream; ``Items`` or another node for an array of objects.
    """

    dtype: Dtype
    shape: tuple[int, ...]
    order: str
    content: Node

    @property
    def n_bytes(self) -> int:
        """Size of the data in bytes; of objects, of the references to them."""
        return self.dtype.itemsize * prod(self.shape)

    def values(self) -> list[Node] | None:
        """Return the elements in the order of ``content``, or ``None`` where that is not possible."""
        if isinstance(self.content, Items):
            return self.content.values
        code, size = self.dtype.descr[1:2], self.dtype.itemsize
        data = self.content
        if not isinstance(data, bytes) or len(data) != self.n_bytes or self.dtype.fields or not size:
            return None
        if code == "U":
            words = (data[i : i + size] for i in range(0, len(data), size))
            encoding = "utf-32-be" if self.dtype.descr[0] == ">" else "utf-32-le"
            return [word.decode(encoding, "replace").rstrip("\0") for word in words]
        if code == "S":
            return [data[i : i + size].rstrip(b"\0") for i in range(0, len(data), size)]
        letter = STRUCT.get(self.dtype.descr[1:])
        order = ">" if self.dtype.descr[0] == ">" else "<"
        return list(struct.unpack(f"{order}{len(data) // size}{letter}", data)) if letter else None


def array_of(node: Node) -> Array | None:
    """Return the array or single number that an object is, or ``None`` if it is something else.

    Parameters
    ----------
    node : node
        An object of a graph. Known are ``numpy``'s own ways to rebuild arrays and joblib's wrapper.
    """
    if not isinstance(node, Call) or not isinstance(node.func, Global):
        return None
    args, content = node.arguments(), node.content
    if node.type in WRAPPERS:
        named = node.attributes()
        dtype, shape, order = named.get("dtype"), named.get("shape"), named.get("order")
    elif node.func in FROM_BUFFER and len(args) == 4:
        content, dtype, shape, order = args
    elif node.func in SCALAR and args:
        dtype, shape, order = args[0], Items("tuple"), "C"
        content = args[1] if len(args) > 1 else None
    elif node.func in RECONSTRUCT and isinstance(node.state, Items) and len(node.state.values) >= 4:
        *_, shape, dtype, fortran, content = node.state.values
        order = "F" if fortran is True else "C"
    else:
        return None
    kind, sizes = dtype_of(dtype), _shape(shape)
    if kind is None or sizes is None:
        return None
    return Array(kind, sizes, "F" if order == "F" else "C", _bytes(content))


def dtype_of(node: Node, depth: int = 0) -> Dtype | None:
    """Return the data type that an object is, or ``None`` if it is something else or contradicts itself.

    A wrong size here would mean a wrong place to read on, so nothing is guessed. NumPy believes a state over
    the code only for the size of text and raw types, and for the flag that says "holds objects" always.

    Parameters
    ----------
    node : node
        An object of a graph.
    depth : int
        How many data types it lies in.
    """
    if not isinstance(node, Call) or node.func != Global("numpy", "dtype") or depth > DEEPEST:
        return None
    code = (node.arguments() or [None])[0]
    if not isinstance(code, str) or not CODE.fullmatch(code):
        return None
    state = node.state.values if isinstance(node.state, Items) else [3, "|", None, None, None, None, -1, None]
    if len(state) not in (8, 9):
        return None
    sign, part, fields, stated, flags = state[1], state[2], state[4], state[5], state[7]
    own_size = int(code[1:]) * (4 if code[0] == "U" else 1)
    size = stated if code[0] in "SUV" and flags is not None else own_size
    named = _fields(fields, depth)
    pair = part.values if isinstance(part, Items) and len(part.values) == 2 else [None, None]
    base = dtype_of(pair[0], depth + 1)  # of a small array as an element
    if named is None or not isinstance(size, int) or size < 0:
        return None
    objects = code[0] == "O" or any(kind.has_objects for _, kind, _ in named) or (base and base.has_objects)
    if flags is not None and (not isinstance(flags, int) or flags % 2 != bool(objects)):
        return None
    text = f"{_shape(pair[1])}{base.descr}" if base else f"{sign if sign in ('<', '>') else '|'}{code}"
    if named:
        text = "{" + ", ".join(f"{name}: {kind.descr}" for name, kind, _ in named) + "}"
    return Dtype(text, size, named, bool(objects))


def read_behind(machine: Machine, call: Call) -> None:
    """Read the array that joblib keeps behind an object which was just filled with its state.

    Source: ``joblib.numpy_pickle.NumpyArrayWrapper.read_array``. Since joblib 1.2 a byte says how many bytes
    of padding come first; arrays of objects are a pickle of their own. What joblib would read elsewhere than
    here, since no honest file holds it, is refused: else the two would see different programs.

    Parameters
    ----------
    machine : Machine
        Its tape stands behind the object.
    call : Call
        The object.
    """
    if call.type not in WRAPPERS:
        return
    machine.tape.budget.look_at_the_clock()
    array = array_of(call)
    plain = call.func == RECONSTRUCTOR or (call.how == "new" and not call.arguments() and not call.kwargs)
    if array is None or not plain or call.content is not None:
        raise Damage("it keeps an array of an unknown kind, so that its end cannot be found")
    machine.leave_frame()
    if array.dtype.has_objects:
        call.content = Machine(machine.tape, machine.seen).run()
        return
    if call.attributes().get("numpy_array_alignment_bytes") is not None:
        machine.tape.skip(machine.tape.read(1)[0])
    call.content = machine.tape.take(array.n_bytes, "bytes")


def _fields(node: Node, depth: int) -> tuple[tuple[str, Dtype, int], ...] | None:
    found: list[tuple[str, Dtype, int]] = []
    for name, value in node.named().items() if isinstance(node, Pairs) else ():
        kind, offset, *_ = [*(value.values if isinstance(value, Items) else []), None, None]
        part = dtype_of(kind, depth + 1)
        if part is None or not isinstance(offset, int) or len(found) == MOST_FIELDS:
            return None
        found.append((name, part, offset))
    return tuple(sorted(found, key=lambda field: field[2]))


def _shape(node: Node) -> tuple[int, ...] | None:
    sizes = node.values if isinstance(node, Items) else None
    if sizes is None or len(sizes) > 64 or not all(isinstance(n, int) and 0 <= n < 1 << 63 for n in sizes):
        return None
    return tuple(sizes)


def _bytes(content: Node) -> Node:
    """Return bytes where a pickle of protocol 2 or of Python 2 holds them as text."""
    if isinstance(content, Call) and content.func == Global("_codecs", "encode"):
        content = (content.arguments() or [None])[0]
    single = isinstance(content, str) and max(content, default="") < "\u0100"
    return content.encode("latin-1") if single else content
