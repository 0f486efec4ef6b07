"""The objects of a pickle as plain data: what would be imported, called and filled, with nothing imported.

A node is one of

=================  ====================================================================================
Python value       ``None``, ``bool``, ``int``, ``float``, and ``str`` and ``bytes`` of up to 1 MiB
``Global``         a class or function that loading would import, by module and name
``Items``          a ``list``, ``tuple``, ``set`` or ``frozenset``: ``kind`` and ``values``
``Pairs``          a ``dict``: ``pairs`` of key and value; ``get(key)`` finds the last one
``Call``           an object: ``func`` called on ``args``, then filled with ``state``, ``items``, ``pairs``
``Blob``           a longer string, byte string or number: ``kind``, ``n_bytes`` and the first bytes, ``head``
``Foreign``        something that only the loader has: a buffer beside the stream, a persistent id
=================  ====================================================================================

Nodes are shared and may form cycles as in the file: use ``walk``, which visits each node once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Node: TypeAlias = Any  # one of the kinds above; a union would have to be taken apart at every use


@dataclass(frozen=True, slots=True)
class Global:
    """A class or function that loading would import.

    Attributes
    ----------
    module, name : str
        What is imported from where; the name may have dots.
    """

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(slots=True, eq=False, repr=False)
class Items:
    """A list, tuple, set or frozenset.

    Attributes
    ----------
    kind : str
        Which of them.
    values : list of node
        What is in it.
    """

    kind: str
    values: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Pairs:
    """A dict.

    Attributes
    ----------
    pairs : list of (node, node)
        Keys and values. Keys may be any node, and the last of equal keys wins, as in Python.
    """

    pairs: list[tuple[Node, Node]] = field(default_factory=list)

    def get(self, key: str, default: Node = None) -> Node:
        """Return the value of a text key.

        Parameters
        ----------
        key : str
            The key.
        default : node
            What to return where it is missing.
        """
        return self.named().get(key, default)

    def named(self) -> dict[str, Node]:
        """Return the pairs whose keys are text."""
        return {key: value for key, value in self.pairs if isinstance(key, str)}


@dataclass(slots=True, eq=False, repr=False)
class Call:
    """An object that loading would make.

    Attributes
    ----------
    how : str
        ``"call"`` (a function or class is called) or ``"new"`` (a class makes an empty object).
    func, args, kwargs : node
        What is called, and on what; ``args`` is an ``Items``.
    state : node
        What fills the object afterwards (``__setstate__`` or its ``__dict__``); ``None`` if nothing does.
    items, pairs : Items, Pairs or None
        What is appended or set as in a list or dict.
    content : node
        What joblib keeps behind the object: the bytes of an array, or the objects of an object array.
    """

    how: str
    func: Node
    args: Node
    kwargs: Node = None
    state: Node = None
    items: Items | None = None
    pairs: Pairs | None = None
    content: Node = None

    def arguments(self) -> list[Node]:
        """Return the positional arguments."""
        return self.args.values if isinstance(self.args, Items) else []

    @property
    def type(self) -> Global | None:
        """The class of the object, or the function that makes it where the class cannot be seen."""
        if not isinstance(self.func, Global):
            return None
        first = (self.arguments() or [None])[0]
        return first if self.func.name in MAKERS and isinstance(first, Global) else self.func

    def attributes(self) -> dict[str, Node]:
        """Return the attributes of the object, from its state or the state of its slots."""
        parts = self.state.values if isinstance(self.state, Items) else [self.state]
        return {k: v for part in parts if isinstance(part, Pairs) for k, v in part.named().items()}


@dataclass(slots=True, eq=False, repr=False)
class Blob:
    """A value too long to keep.

    Attributes
    ----------
    kind : str
        ``"str"``, ``"bytes"``, ``"bytearray"`` or ``"int"``.
    n_bytes : int
        Its length in the file.
    head : bytes
        Its first bytes.
    """

    kind: str
    n_bytes: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something that only the loader has.

    Attributes
    ----------
    kind : str
        ``"buffer"`` or ``"persistent id"``; ``"too deep"`` where ``walk`` stops.
    value : node
        The id.
    """

    kind: str
    value: Node


TOO_DEEP = Foreign("too deep", None)
# Functions whose first argument is the class of what they make.
MAKERS = ("_reconstructor", "__newobj__", "__newobj_ex__", "_reconstruct", "newObj", "_rebuild_from_type_v2")


def children(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield what a node is made of, each with the piece that it adds to a path.

    Parameters
    ----------
    node : node
        Any node; plain Python values are made of nothing.
    """
    if isinstance(node, Items):
        yield from ((f"[{i}]", value) for i, value in enumerate(node.values))
    elif isinstance(node, Pairs):
        for key, value in node.pairs:
            plain = isinstance(key, (str, int))
            yield f"[{key!r:.80}]" if plain else "[..]", value
            yield "", None if plain else key
    elif isinstance(node, Call):
        named = node.attributes()
        yield from ((f".{key:.80}", value) for key, value in named.items())
        yield "()", node.args
        yield from (("", part) for part in (node.func, node.kwargs, node.items, node.pairs, node.content))
        yield "", None if named else node.state
    elif isinstance(node, Foreign):
        yield "", node.value


def walk(root: Node, nesting: int = 100) -> Iterator[tuple[str, Node]]:
    """Visit every node that is no plain Python value once, each before what it is made of.

    Parameters
    ----------
    root : node
        Where to start.
    nesting : int
        How deep to follow. In place of what lies deeper comes ``TOO_DEEP``.

    Yields
    ------
    tuple of str and node
        The path of the node, such as ``.steps[1][1].coef_``, and the node.
    """
    seen: set[int] = set()
    open_nodes: list[tuple[str, Iterator[tuple[str, Node]]]] = [("", iter([("", root)]))]
    while open_nodes:
        path, rest = open_nodes[-1]
        piece, node = next(rest, (None, None))
        if piece is None:
            open_nodes.pop()
        elif isinstance(node, (Global, Items, Pairs, Call, Blob, Foreign)) and id(node) not in seen:
            seen.add(id(node))
            if len(open_nodes) > nesting:
                yield path + piece, TOO_DEEP
            else:
                yield path + piece, node
                open_nodes.append((path + piece, children(node)))


@dataclass(frozen=True, slots=True)
class Root:
    """What one pickle of a file makes.

    Attributes
    ----------
    where : str
        The member of an archive, empty for the file itself.
    node : node
        The object.
    """

    where: str
    node: Node


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that the pickles of a file make.

    Attributes
    ----------
    roots : list of Root
        One for each pickle, and one for each object that a pickle makes and throws away.
    problems : list of str
        What could not be read.
    """

    roots: list[Root] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def objects(self) -> Iterator[tuple[str, Call]]:
        """Visit every object that a class or function makes, with its path."""
        for root in self.roots:
            yield from ((root.where + path, node) for path, node in walk(root.node) if isinstance(node, Call))
