"""Which attributes an installed class reads of itself when it predicts, and a saved state does not have.

The source of the methods is walked as it would run on an object with this state. Conditions that the state
decides (``if self.keep_empty_features``, ``hasattr(self, "classes_")``) take one branch. What stands under a
condition that only running would decide is not held against the file.
"""

import ast
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rehydrate.diagnose._installed import Found, definition

ENTRIES = ("__sklearn_tags__", "predict", "predict_proba", "decision_function", "transform")
UNKNOWN = object()  # a value that only running would tell
SELF = object()  # the object itself, as an argument


@dataclass
class Frame:
    """One function on the walk: its module, the place of its class among the bases, its known values."""

    module: str
    place: int
    local: dict[Any, Any]

    def is_self(self, node: ast.AST) -> bool:
        """Say whether an expression is the object that is walked."""
        return isinstance(node, ast.Name) and self.local.get(node.id) is SELF


@dataclass
class Walk:
    """One walk over what a class does with an object of this state.

    Attributes
    ----------
    bases : tuple of Found
        The class and its bases, in the order in which Python looks names up.
    state : dict
        The attributes of the saved object, ``UNKNOWN`` where only running would tell the value.
    missing : dict of str to str
        Attributes that are read and not there, each with the function that reads it.
    """

    bases: tuple[Found, ...]
    state: dict[str, Any]
    missing: dict[str, str] = field(default_factory=dict)
    seen: set[Any] = field(default_factory=set)
    silent: bool = False
    where: str = ""

    def has(self, name: str) -> bool:
        """Say whether the object has a name; a class with a base that cannot be read may have any."""
        return name in self.state or any(not base.node or name in members(base.node) for base in self.bases)

    def read(self, name: str, given: dict[Any, Any], start: int = 0) -> Any:
        """Read an attribute of the object; walk the method or property that it is."""
        if name in self.state:
            return self.state[name]
        for place, base in list(enumerate(self.bases))[start:]:
            member = members(base.node).get(name)
            if isinstance(member, ast.FunctionDef):
                self.function(member, Frame(base.module, place, {0: SELF, **given}))
            if member is not None:
                return member.value if isinstance(member, ast.Constant) else UNKNOWN
        mangled = name.startswith("__")  # the compiler gives it another name
        if not (self.silent or mangled or self.has(name) or self.has("__getattr__")):
            self.missing.setdefault(name, self.where)
        return UNKNOWN

    def function(self, node: ast.FunctionDef, frame: Frame) -> None:
        """Walk a function once for each set of known arguments, which come by position or name."""
        names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
        frame.local = {names[k] if k in range(len(names)) else k: v for k, v in frame.local.items()}
        key = (node, self.silent, str(sorted((str(k), repr(v)) for k, v in frame.local.items())))
        if key in self.seen:
            return
        self.seen.add(key)
        before, self.where = self.where, node.name
        self.block(node.body, frame)
        self.where = before

    def block(self, body: list[ast.stmt], frame: Frame, silent: bool = False) -> bool:
        """Walk statements; return whether the function surely ends with them."""
        before, self.silent = self.silent, self.silent or silent
        ends = any(self.statement(statement, frame) for statement in body)
        self.silent = before
        return ends and not silent

    def statement(self, node: ast.stmt, frame: Frame) -> bool:
        """Walk one statement; return whether the function ends with it."""
        match node:
            case ast.If():
                value = self.value(node.test, frame)
                if value is not UNKNOWN:
                    return self.block(node.body if value else node.orelse, frame)
                self.block(node.body, frame, silent=True)
                self.block(node.orelse, frame, silent=True)
            case ast.Try():
                self.block(node.body, frame, silent=any(_catches(h.type) for h in node.handlers))
                return self.block([*node.orelse, *node.finalbody], frame)
            case ast.Return():
                self.value(node.value, frame)
                return True
            case ast.Raise():
                return True
            case ast.Assign():
                value = self.value(node.value, frame)
                for target in node.targets:
                    self.assign(target, value, frame)
            case ast.FunctionDef() | ast.ClassDef():
                pass
            case _:  # of a loop, the body is walked once
                for part in ast.iter_child_nodes(node):
                    if not isinstance(part, ast.stmt):
                        self.value(part, frame)
                ends = self.block(getattr(node, "body", []), frame)
                return ends and isinstance(node, ast.With)
        return False

    def assign(self, target: ast.expr, value: Any, frame: Frame) -> None:
        """Note what becomes an attribute of the object, or a local value."""
        for node in ast.walk(target):
            if isinstance(node, ast.Attribute) and frame.is_self(node.value):
                self.state.setdefault(node.attr, UNKNOWN)
            elif isinstance(node, ast.Name) and not frame.is_self(node):
                frame.local[node.id] = UNKNOWN if self.silent or node is not target else value

    def value(self, node: Any, frame: Frame) -> Any:
        """Walk an expression and return its value, where the state decides it."""
        match node:
            case ast.Constant():
                return node.value
            case ast.Name():
                return frame.local.get(node.id, UNKNOWN)
            case ast.Attribute() if frame.is_self(node.value):
                return self.read(node.attr, {})
            case ast.UnaryOp(op=ast.Not()):
                value = self.value(node.operand, frame)
                return value if value is UNKNOWN else not value
            case ast.BoolOp():
                return self.chain(node, frame)
            case ast.IfExp():
                self.value(node.test, frame)
            case ast.Call():
                return self.call(node, frame)
            case ast.AST() if not isinstance(node, ast.Lambda):
                for part in ast.iter_child_nodes(node):
                    self.value(part, frame)
        return UNKNOWN

    def chain(self, node: ast.BoolOp, frame: Frame) -> Any:
        """Walk ``and`` and ``or``: what comes after the first part need not run."""
        first = self.value(node.values[0], frame)
        before, self.silent = self.silent, True
        for part in node.values[1:]:
            self.value(part, frame)
        self.silent = before
        return UNKNOWN if first is UNKNOWN or bool(first) is isinstance(node.op, ast.And) else first

    def call(self, node: ast.Call, frame: Frame) -> Any:
        """Walk a call: of ``hasattr`` and ``getattr``, of a method, of a function that gets the object."""
        given: dict[Any, Any] = {i: self.value(part, frame) for i, part in enumerate(node.args)}
        given |= {part.arg: self.value(part.value, frame) for part in node.keywords}
        match node:
            case ast.Call(func=ast.Name(id="hasattr"), args=[_, ast.Constant(value=name)]) if (
                given[0] is SELF
            ):
                return self.has(str(name))
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=name), _]) if (
                given[0] is SELF
            ):
                return self.read(str(name), {}) if self.has(str(name)) else given[2]
            case ast.Call(func=ast.Name(id=name)) if SELF in given.values():
                found = definition(frame.module, name)
                if found and isinstance(found.node, ast.FunctionDef):
                    self.function(found.node, Frame(found.module, 0, given))
            case ast.Call(func=ast.Name(id="issparse") | ast.Attribute(attr="issparse")):
                return False  # most rows that are predicted on are dense
            case ast.Call(func=ast.Name(id="callable")) if isinstance(given[0], str):
                return False
            case ast.Call(func=ast.Attribute(value=owner, attr=name)):
                after_self = {k + 1 if isinstance(k, int) else k: v for k, v in given.items()}
                if frame.is_self(owner):
                    self.read(name, after_self)
                elif (
                    isinstance(owner, ast.Call)
                    and isinstance(owner.func, ast.Name)
                    and owner.func.id == "super"
                ):
                    self.read(name, after_self, frame.place + 1)
                else:
                    self.value(owner, frame)
            case _:
                self.value(node.func, frame)
        return UNKNOWN


def missing(found: Found, state: dict[str, Any]) -> dict[str, str]:
    """Return the attributes that predicting would look for in vain, each with the function that reads it.

    Parameters
    ----------
    found : Found
        An installed class.
    state : dict
        The attributes that the file keeps; ``UNKNOWN`` for all but plain values.
    """
    walk = Walk(bases(found), dict(state), silent=True)
    walk.read("__setstate__", {})  # what loading adds
    walk.silent = False
    for entry in ENTRIES:
        if walk.has(entry):
            walk.read(entry, {})
    return walk.missing


@cache
def bases(found: Found) -> tuple[Found, ...]:
    """Return a class and its bases, nearest first; one without a statement where a base cannot be read."""
    order: list[Found] = [found]
    for expression in getattr(found.node, "bases", []):
        base = _class(found.module, expression)
        above = (Found("", None),) if base is None else bases(base)
        order = [one for one in order if one not in above] + list(above)
    return tuple(order)


@cache
def members(node: ast.AST | None) -> dict[str, ast.AST]:
    """Return what the body of a class defines."""
    found: dict[str, ast.AST] = {}
    for part in getattr(node, "body", []):
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
            found[part.name] = part
        elif isinstance(part, (ast.Assign, ast.AnnAssign)) and part.value is not None:
            for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                if isinstance(target, ast.Name):
                    found[target.id] = part.value
    return found


def _class(module: str, node: ast.expr) -> Found | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        home = definition(module, node.value.id)
        found = definition(home.module, node.attr) if home and home.node is None else None
    else:
        found = definition(module, node.id) if isinstance(node, ast.Name) else None
    return found if found and isinstance(found.node, ast.ClassDef) else None


def _catches(kind: ast.expr | None) -> bool:
    names = {"AttributeError", "Exception"}
    return kind is None or any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(kind))
