"""The reference solution with something taken out: what a grader has to refuse without being told."""

import ast
import re
from collections.abc import Iterator

MAY_GO = re.compile(r"#.*\bmay be left out: \S")


def constant(source: str, value: int | None) -> str:
    """Return a program whose public functions all return a constant; empty if it has none."""
    tree = ast.parse(source)
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
    for node in public:
        node.body = [ast.Return(ast.Constant(value))]
    return ast.unparse(ast.fix_missing_locations(tree)) if public else ""


def shortened(source: str) -> Iterator[tuple[int, str]]:
    """Yield the program with one statement removed, each in turn.

    Docstrings and imports stay. So does a statement in whose first line a comment says that it
    ``may be left out:`` and why the checks need not notice.

    Yields
    ------
    line : int
        Where the statement begins, counted from one.
    program : str
        What is left.
    """
    lines = source.splitlines()
    for place in range(_count(ast.parse(source))):
        tree = ast.parse(source)
        body, index = list(_statements(tree))[place]
        line = body[index].lineno
        if MAY_GO.search(lines[line - 1]):
            continue
        body[index] = ast.copy_location(ast.Pass(), body[index])
        yield line, ast.unparse(tree)


def _count(tree: ast.Module) -> int:
    return len(list(_statements(tree)))


def _statements(tree: ast.Module) -> Iterator[tuple[list[ast.stmt], int]]:
    """Yield every statement that does something, as a body and its place in it."""
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            body = getattr(node, name, None)
            if not isinstance(body, list):
                continue
            for index, statement in enumerate(body):
                if not _stays(statement):
                    yield body, index


def _stays(statement: ast.stmt) -> bool:
    text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    definition = isinstance(statement, ast.FunctionDef | ast.ClassDef)
    return text or definition or isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)
