"""A pickle machine that builds a graph of what a pickle says, and imports and calls nothing.

It knows the same instructions as ``pickle.loads``, protocols 0 to 5. Where that imports ``os.system``, this
pushes a ``Global`` with that name; where that calls it, this pushes a ``Call`` that says what would be called
on what. Where it is more patient than a real reader it sees more than a real load would do, never less.
"""

import io
import pickletools
from _compat_pickle import IMPORT_MAPPING, NAME_MAPPING
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from rehydrate.inspector._arguments import argument_of
from rehydrate.inspector._limits import Bound, Budget, Damage
from rehydrate.inspector._tape import Tape
from rehydrate.inspector.graph import Call, Foreign, Global, Items, Node, Pairs

BATCH = 1000  # instructions between two looks at the budget
NEWEST = 5  # the highest protocol there is
LITERALS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
EMPTY = {"EMPTY_LIST": "list", "EMPTY_TUPLE": "tuple", "EMPTY_SET": "set"}
# NumPy before 1.25 pickles a ufunc as a call that imports the name which it is given.
IMPORTERS = [Global(module, "_ufunc_reconstruct") for module in ("numpy.core", "numpy._core")]


@dataclass(slots=True)
class Use:
    """How often a name is imported, and where first."""

    where: str
    times: int = 0


@dataclass(slots=True)
class Seen:
    """What pickles would do; it is complete up to the byte where a reading broke off.

    Attributes
    ----------
    uses : dict of Global to Use
        Every name that would be imported.
    strange : list of str
        What no honest writer does.
    protocol : int
        The highest protocol that was declared; 0 where none was.
    """

    uses: dict[Global, Use] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    protocol: int = 0

    def name(self, found: Global, where: str) -> None:
        """Count one use of a name."""
        self.uses.setdefault(found, Use(where)).times += 1

    def add(self, other: "Seen", where: str) -> set[Global]:
        """Take over what was seen elsewhere, and return the names that are new."""
        new = other.uses.keys() - self.uses.keys()
        for name in new:
            self.uses[name] = Use(f"{where}, {other.uses[name].where}", other.uses[name].times)
        self.strange += other.strange
        return new


class Machine:
    """One run over one pickle.

    Parameters
    ----------
    tape : Tape
        Stands at the first instruction.
    seen : Seen
        Is told what the pickle would do.
    after_build : callable, optional
        Called with the machine and an object whenever an object was filled with its state; joblib's reader
        looks there for the array that lies behind the object.
    depth : int
        How many pickles this one lies in, as a byte string.

    Attributes
    ----------
    dropped : list of node
        What was made and then thrown away, perhaps because making it was all that was wanted.
    """

    def __init__(self, tape: Tape, seen: Seen, after_build: "Hook" = None, depth: int = 0) -> None:
        self.tape, self.seen, self.after_build, self.depth = tape, seen, after_build, depth
        self.stack: list[Node] = []
        self.marks: list[list[Node]] = []
        self.memo: dict[int, Node] = {}
        self.dropped: list[Node] = []
        self.declared = 0  # the protocol declared last: it decides how names are read
        self.frame_end = 0
        self.running = True

    def run(self) -> Node:
        """Follow the pickle to its end and return the object that it makes.

        Raises
        ------
        Damage
            If the pickle is not whole, asks for something impossible, or a bound is reached.
        """
        count, file, start = 0, self.tape.file, 0
        while self.running:
            count += 1
            if count % BATCH == 0:
                self.tape.budget.spend("opcodes", BATCH)
            code = file.read(1)
            if code not in STEPS:
                raise Damage(
                    f"0x{code.hex()} is no instruction of pickle" if code else "it ends before its STOP"
                )
            name, kind, step = STEPS[code]
            argument = argument_of(kind, self.tape) if kind else None
            here = file.tell()
            if start < self.frame_end < here:
                raise Damage("an instruction reaches over the end of a frame, where readers lose their place")
            start = here
            step(self, name, argument)
        self.tape.budget.spend("opcodes", count % BATCH)
        return self.pop()

    def pop(self) -> Node:
        """Take the node on top. At a mark, or where nothing is left, a real reader fails too."""
        if not self.stack:
            raise Damage("an instruction takes from an empty stack")
        return self.stack.pop()

    def top(self) -> Node:
        """Return the node on top, and leave it there."""
        self.stack.append(self.pop())
        return self.stack[-1]

    def since_mark(self) -> list[Node]:
        """Take everything above the last mark, and the mark."""
        if not self.marks:
            raise Damage("an instruction looks for a mark, and there is none")
        found, self.stack = self.stack, self.marks.pop()
        return found

    # The instructions, each under the names that STEPS gives it

    def hint(self, name: str, argument: Node) -> None:
        """FRAME, READONLY_BUFFER: hints for a quick reader, which reads a frame at once."""
        if name == "FRAME":
            self.leave_frame()
            self.frame_end = self.tape.file.tell() + argument

    def stop(self, name: str, argument: Node) -> None:
        """STOP: the object on top is the result."""
        self.leave_frame()
        self.running = False

    def leave_frame(self) -> None:
        """Refuse to go on where a reader that took the frame at once would go on elsewhere."""
        if self.tape.file.tell() < self.frame_end:
            raise Damage("something ends in the middle of a frame, and readers differ in where they go on")

    def proto(self, name: str, argument: Node) -> None:
        """PROTO: says which protocol follows."""
        if argument > NEWEST:
            raise Damage(f"it declares pickle protocol {argument}; protocols go up to {NEWEST}")
        self.declared = argument
        self.seen.protocol = max(self.seen.protocol, argument)

    def literal(self, name: str, argument: Node) -> None:
        """Push a value that the instruction itself names; it may be a pickle of its own, as bytes."""
        self.stack.append(LITERALS.get(name, argument))
        if isinstance(argument, bytes) and marked(argument):
            inner, whole = glance(io.BytesIO(argument), self.tape.budget, self.depth + 1)
            if whole:
                self.seen.add(inner, f"{self.tape.place}, in a byte string that is a pickle itself")

    def outside(self, name: str, argument: Node) -> None:
        """NEXT_BUFFER, PERSID, BINPERSID: something that only the loader has."""
        kind = "buffer" if name == "NEXT_BUFFER" else "persistent id"
        self.stack.append(Foreign(kind, self.pop() if name == "BINPERSID" else argument))

    def mark(self, name: str, argument: Node) -> None:
        """MARK: remembers a place on the stack."""
        self.marks.append(self.stack)
        self.stack = []

    def drop(self, name: str, argument: Node) -> None:
        """POP, POP_MARK: take off the node on top, or everything down to the mark."""
        mark = name == "POP_MARK" or (self.marks and not self.stack)
        self.dropped += self.since_mark() if mark else [self.pop()]

    def duplicate(self, name: str, argument: Node) -> None:
        """DUP: the node on top once more."""
        self.stack.append(self.top())

    def remember(self, name: str, argument: Node) -> None:
        """PUT and MEMOIZE: number the node on top."""
        self.memo[len(self.memo) if argument is None else argument] = self.top()

    def recall(self, name: str, argument: Node) -> None:
        """GET: push the node of a number."""
        if argument not in self.memo:
            raise Damage(f"it asks for object number {argument}, which it did not make")
        self.stack.append(self.memo[argument])

    def container(self, name: str, argument: Node) -> None:
        """LIST, TUPLE, DICT, FROZENSET and the EMPTY ones: make a container."""
        if name in EMPTY:
            made: Node = Items(EMPTY[name])
        elif name == "EMPTY_DICT":
            made = Pairs()
        elif name == "DICT":
            made = Pairs(_paired(self.since_mark()))
        elif name[-1].isdigit():
            made = Items("tuple", [self.pop() for _ in range(int(name[-1]))][::-1])
        else:
            made = Items(name.lower(), self.since_mark())
        self.stack.append(made)

    def append(self, name: str, argument: Node) -> None:
        """APPEND, APPENDS, ADDITEMS: put more into a list, a set or an object that can take it."""
        more = [self.pop()] if name == "APPEND" else self.since_mark()
        target = self.top()
        if isinstance(target, Call):
            target.items = target.items or Items("list")
            target.items.values += more
        elif isinstance(target, Items) and target.kind in ("list", "set"):
            target.values += more
        else:
            self.change(target)

    def set_items(self, name: str, argument: Node) -> None:
        """SETITEM, SETITEMS: put more pairs into a dict or an object that can take them."""
        more = _paired([self.pop(), self.pop()][::-1] if name == "SETITEM" else self.since_mark())
        target = self.top()
        if isinstance(target, Call):
            target.pairs = target.pairs or Pairs()
            target.pairs.pairs += more
        elif isinstance(target, Pairs):
            target.pairs += more
        else:
            self.change(target)

    def build(self, name: str, argument: Node) -> None:
        """BUILD: fill an object with its state."""
        state, target = self.pop(), self.top()
        if not isinstance(target, Call):
            return self.change(target)
        target.state = state
        if self.after_build is not None:
            self.after_build(self, target)

    def change(self, target: Node) -> None:
        """Note that something is changed which no honest pickle changes."""
        if not isinstance(target, (Global, Foreign)):
            raise Damage(f"it fills a {type(target).__name__}, which cannot be filled")
        self.seen.strange.append(f"it changes {target} itself, for the whole program")

    def named(self, name: str, argument: Node) -> None:
        """GLOBAL, STACK_GLOBAL: import a class or function."""
        here, module = (argument[1], argument[0]) if argument else (self.pop(), self.pop())
        self.stack.append(self.find(module, here))

    def extension(self, name: str, argument: Node) -> None:
        """EXT1, EXT2, EXT4: a name that only the loader's own table of numbers knows."""
        self.stack.append(self.find("copyreg extension", str(argument)))

    def find(self, module: Node, name: Node) -> Global:
        """Return the node of a name, and count its use."""
        if not isinstance(module, str) or not isinstance(name, str):
            raise Damage("it imports something whose name is no text")
        if self.declared < 3:  # as pickle does, so that what Python 2 wrote can be read
            module, name = NAME_MAPPING.get((module, name), (IMPORT_MAPPING.get(module, module), name))
        self.seen.name(found := Global(module, name), self.tape.place)
        return found

    def call(self, name: str, argument: Node) -> None:
        """REDUCE, NEWOBJ, NEWOBJ_EX, INST, OBJ: call something."""
        kwargs = self.pop() if name == "NEWOBJ_EX" else None
        if name == "INST":
            func, args = self.find(*argument), Items("tuple", self.since_mark())
        elif name == "OBJ":
            func, *rest = self.since_mark() or [None]
            args = Items("tuple", rest)
        else:
            args, func = self.pop(), self.pop()
        if func in IMPORTERS:
            self.find(*[*(args.values if isinstance(args, Items) else ()), None, None][:2])
        self.stack.append(Call("new" if name.startswith("NEWOBJ") else "call", func, args, kwargs))


Hook: TypeAlias = Callable[[Machine, Call], None] | None


def marked(head: bytes) -> bool:
    """Say whether bytes start as every pickle since protocol 2 does."""
    return head[:1] == b"\x80" and 2 <= int.from_bytes(head[1:2], "big") <= NEWEST


def glance(file: BinaryIO, budget: Budget, depth: int = 0) -> tuple[Seen, bool]:
    """Follow bytes as a plain pickle as far as that goes; return what was seen, and whether an end came."""
    seen = Seen()
    if depth > budget.limits.layers:
        raise Bound(f"more than {budget.limits.layers} pickles lie in each other")
    try:
        Machine(Tape(file, budget), seen, depth=depth).run()
    except Bound:
        raise
    except Damage:
        return seen, False
    return seen, True


def _paired(values: list[Node]) -> list[tuple[Node, Node]]:
    if len(values) % 2:
        raise Damage("a dict has a key without a value")
    return list(zip(values[::2], values[1::2], strict=True))


# Which method follows which instruction; the others push a value that they name themselves.
METHODS = {
    name: method
    for method, names in (
        (Machine.hint, "FRAME READONLY_BUFFER"),
        (Machine.stop, "STOP"),
        (Machine.proto, "PROTO"),
        (Machine.outside, "NEXT_BUFFER PERSID BINPERSID"),
        (Machine.mark, "MARK"),
        (Machine.drop, "POP POP_MARK"),
        (Machine.duplicate, "DUP"),
        (Machine.remember, "PUT BINPUT LONG_BINPUT MEMOIZE"),
        (Machine.recall, "GET BINGET LONG_BINGET"),
        (
            Machine.container,
            "EMPTY_LIST EMPTY_TUPLE EMPTY_SET EMPTY_DICT LIST TUPLE TUPLE1 TUPLE2 TUPLE3 DICT",
        ),
        (Machine.container, "FROZENSET"),
        (Machine.append, "APPEND APPENDS ADDITEMS"),
        (Machine.set_items, "SETITEM SETITEMS"),
        (Machine.build, "BUILD"),
        (Machine.named, "GLOBAL STACK_GLOBAL"),
        (Machine.extension, "EXT1 EXT2 EXT4"),
        (Machine.call, "REDUCE NEWOBJ NEWOBJ_EX INST OBJ"),
    )
    for name in names.split()
}
STEPS = {
    op.code.encode("latin-1"): (op.name, op.arg.name if op.arg else "", METHODS.get(op.name, Machine.literal))
    for op in pickletools.opcodes
}
