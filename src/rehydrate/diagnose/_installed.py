"""Where a name lives in the installed code, found by reading source text, not by importing.

A module is found level by level with the path finder, which imports no parent. A name is found in the syntax
tree of its module, through imports and assignments. Only what has no source, such as a compiled module, is
imported, in a process of its own, and only from the libraries of ``KNOWN``: a file may choose among their
modules, but it did not write them.
"""

import ast
import importlib.util
import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

KNOWN = {"sklearn", "numpy", "scipy", "pandas", "joblib"}
CHILD = """
import importlib, json, sys, warnings
warnings.simplefilter("ignore")
found = []
for module, name in json.load(sys.stdin):
    try:
        names = getattr(getattr(importlib.import_module(module), name), "names", None)
        found.append(list(names) if isinstance(names, tuple) else [])
    except Exception:
        found.append(None)
print("\\n" + json.dumps(found))
"""
SECONDS = 120  # for all imports together
_asked: dict[tuple[str, str], list[str] | None] = {}


@dataclass(frozen=True)
class Found:
    """A definition: the module that holds it and its statement; ``None`` where it is a module itself."""

    module: str
    node: ast.AST | None


@cache
def spec(module: str) -> ModuleSpec | None:
    """Return where a module lies; ``None`` if it is not installed."""
    parent, _, last = module.rpartition(".")
    if not last.isidentifier():
        return None
    if not parent:
        return PathFinder.find_spec(module)
    above = spec(parent)
    places = getattr(above, "submodule_search_locations", None)
    # A namespace package would ask its imported parent where it lies; its list does not.
    return None if places is None else PathFinder.find_spec(module, list(getattr(places, "_path", places)))


@cache
def source(module: str) -> ast.Module | None:
    """Return the syntax tree of a module; ``None`` if it has no source that can be read."""
    place = spec(module)
    if place is None or not str(place.origin).endswith(".py"):
        return None
    try:
        return ast.parse(Path(str(place.origin)).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


@cache
def definition(module: str, name: str, hops: int = 20) -> Found | None:
    """Return where a name of a module is defined, following imports; ``None`` if the source does not tell."""
    tree = source(module)
    if tree is None or not hops:
        return None
    for statement in _statements(tree.body):
        match statement:
            case ast.FunctionDef() | ast.ClassDef() if statement.name == name:
                return Found(module, statement)
            case ast.Assign(targets=targets, value=value) if name in _targets(targets):
                other = definition(module, value.id, hops - 1) if isinstance(value, ast.Name) else None
                return other or Found(module, statement)
            case ast.AnnAssign(target=ast.Name(id=target)) if target == name:
                return Found(module, statement)
            case ast.Import(names=aliases):
                for alias in aliases:
                    if name == (alias.asname or alias.name.partition(".")[0]):
                        return Found(alias.name if alias.asname else name, None)
            case ast.ImportFrom(names=aliases):
                origin = _origin(module, statement)
                for alias in aliases:
                    if alias.name == "*" and (found := definition(origin, name, hops - 1)):
                        return found
                    if name == (alias.asname or alias.name):
                        return _imported(origin, alias.name, hops)
    return None


def present(names: Collection[tuple[str, str]]) -> dict[tuple[str, str], bool | None]:
    """Say for each pair of module and name whether it is installed; ``None`` where nobody can know."""
    answers = {pair: _present(*pair) for pair in names}
    open_ = [pair for pair, known in answers.items() if known is None and trusted(pair[0])]
    return answers | {pair: found is not None for pair, found in ask(open_).items()}


def ask(pairs: list[tuple[str, str]]) -> dict[tuple[str, str], list[str] | None]:
    """Import modules that may be imported in a child process, and look names up.

    Returns
    -------
    dict
        For each pair ``None`` if the name is missing, else the names of its fields, if it is a dtype. A pair
        that the child could not answer is left out.
    """
    new = [pair for pair in pairs if pair not in _asked]
    if not new:
        return {pair: _asked[pair] for pair in pairs}
    command = [sys.executable, "-P", "-c", CHILD]
    try:
        done = subprocess.run(
            command, input=json.dumps(new), capture_output=True, text=True, timeout=SECONDS, check=True
        )
        _asked.update(zip(new, json.loads(done.stdout.splitlines()[-1]), strict=True))
    except (subprocess.SubprocessError, ValueError):  # a module ended or stopped the child
        pass
    return {pair: _asked[pair] for pair in pairs if pair in _asked}


def trusted(module: str) -> bool:
    """Say whether a module may be imported: of the standard library only if it is no program text."""
    root = module.partition(".")[0]
    plain = root in sys.stdlib_module_names and source(module) is None
    return (root in KNOWN or plain) and "__main__" not in module


def _present(module: str, name: str) -> bool | None:
    name = name.partition(".")[0]
    if module in sys.stdlib_module_names and module in sys.modules:
        return hasattr(sys.modules[module], name)
    if module == "__main__" or (spec(module) is None and module not in sys.builtin_module_names):
        return False
    if definition(module, name) is not None:
        return True
    told = source(module) is not None and not definition(module, "__getattr__")
    return False if told and module.partition(".")[0] not in KNOWN else None


def _imported(origin: str, name: str, hops: int) -> Found | None:
    found = definition(origin, name, hops - 1)
    if found is None and spec(f"{origin}.{name}") is not None:
        return Found(f"{origin}.{name}", None)
    return found


def _origin(module: str, statement: ast.ImportFrom) -> str:
    """Return the absolute name of the module that a ``from`` import names."""
    package = (
        module if getattr(spec(module), "submodule_search_locations", None) else module.rpartition(".")[0]
    )
    try:
        return importlib.util.resolve_name("." * statement.level + (statement.module or ""), package)
    except ImportError:  # it leads out of its package
        return ""


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module, also those under ``if``, ``try`` and ``with``."""
    for statement in body:
        yield statement
        if isinstance(statement, (ast.If, ast.Try, ast.With)):
            inner = [*statement.body, *getattr(statement, "orelse", [])]
            for handler in getattr(statement, "handlers", []):
                inner += handler.body
            yield from _statements(inner)


def _targets(targets: list[ast.expr]) -> set[str]:
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
