"""Implementations made alike, so that tests can tell them apart by what they do and by nothing else.

Comments and docstrings go, every name of their own is replaced, and what leaves here is compiled code without
a file behind it. Names of public functions and of parameters stay: the tests call them.
"""

import ast
import marshal
from collections.abc import Iterator
from pathlib import Path

NAME = "subject"
"""The module's name in the student process."""


def compiled(path: Path) -> bytes:
    """Return an implementation as marshalled code, for the same Python.

    Parameters
    ----------
    path : Path
        A module of ours; it is read and never run here.
    """
    text = plain(path.read_text(encoding="utf-8"))
    return marshal.dumps(compile(text, f"<{NAME}>", "exec", dont_inherit=True))


def idle(path: Path) -> bytes:
    """Return an implementation with the same public functions, each of which does nothing and gives None."""
    functions = [node for node in _parsed(path).body if isinstance(node, ast.FunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    text = "\n".join(f"def {node.name}(*args, **kwargs): pass" for node in public)
    return marshal.dumps(compile(text, f"<{NAME}>", "exec", dont_inherit=True))


def offered(path: Path) -> list[str]:
    """List the public functions of an implementation."""
    functions = [node.name for node in _parsed(path).body if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_")]


def plain(source: str) -> str:
    """Return a module's source without docstrings, comments and names of its own.

    A name is its own if the module binds it, and it is neither a public function nor a parameter nor an
    attribute of a class. The same name becomes the same neutral one everywhere, so the meaning stays.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        _without_docstring(node)
    kept = _kept(tree)
    own = [name for name in dict.fromkeys(_bound(tree)) if name not in kept]
    renamed = ast.fix_missing_locations(_Renamer({name: f"_v{n}" for n, name in enumerate(own)}).visit(tree))
    return ast.unparse(renamed)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _without_docstring(node: ast.AST) -> None:
    kinds = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
        node.body = node.body[1:] or [ast.Pass()]


def _kept(tree: ast.Module) -> set[str]:
    """Names that mean something to whoever calls the module, or to the objects of its classes."""
    kept = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    kept |= {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for inside in node.body:
                kept |= set(_bound(inside, deep=False))
    return kept


def _bound(tree: ast.AST, deep: bool = True) -> Iterator[str]:
    for node in ast.walk(tree) if deep else [tree, *ast.iter_child_nodes(tree)]:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            yield node.name
        elif isinstance(node, ast.alias) and (node.asname or "." not in node.name):
            yield node.asname or node.name


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def _new(self, name: str) -> str:
        return self.names.get(name, name)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._new(node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._new(node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._new(node.name)
        return self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> ast.AST:
        node.names = [self._new(name) for name in node.names]
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.AST:
        node.names = [self._new(name) for name in node.names]
        return node

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.AST:
        node.name = node.name and self._new(node.name)
        return self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        bound = node.asname or node.name
        if bound in self.names:
            node.asname = self.names[bound]
        return node
