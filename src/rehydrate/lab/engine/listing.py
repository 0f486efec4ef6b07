"""What an exercise's check files say of themselves, read without importing them."""

import ast
import re

from rehydrate.lab.catalog import Exercise

HIDDEN = "test_hidden.py"
_POINTS = re.compile(r"pytest\.mark\.points\((\d+)\)")


def check_names(exercise: Exercise, hidden: bool = False) -> list[str]:
    """List an exercise's checks in teaching order."""
    return [function.name for function in _functions(exercise, hidden)]


def points(exercise: Exercise) -> dict[str, int]:
    """Return what a pass of each check is worth: what exercise.toml says, else its mark, else one."""
    marked = {}
    for function in _functions(exercise, False) + _functions(exercise, True):
        found = [_POINTS.fullmatch(ast.unparse(mark)) for mark in function.decorator_list]
        marked[function.name] = next((int(each[1]) for each in found if each), 1)
    return marked | dict(exercise.points)


def _functions(exercise: Exercise, hidden: bool) -> list[ast.FunctionDef]:
    path = exercise.solutions / HIDDEN if hidden else exercise.folder / "test_exercise.py"
    if hidden and not path.exists():
        return []
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError:
        return []  # pytest, which cannot read it either, says why
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
