"""What an exercise's check files say of themselves, read without importing them, and rows in their order."""

import ast
import re

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.result import CheckResult, Result

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


def assemble(
    exercise: Exercise,
    rows: dict[str, CheckResult],
    *,
    hidden: bool = False,
    only: str | None = None,
    trouble: str = "",
    late: float = 0,
    layers: tuple[str, ...] = (),
) -> Result:
    """Put a run's rows in teaching order; a row that belongs to no check would be lost, and that is trouble.

    A check without a row was not run; ``late`` says that it was not because so many seconds were over.
    """
    names = check_names(exercise)
    concealed = check_names(exercise, hidden=True) if hidden else []
    expected = names + concealed
    worth = points(exercise)
    checks = tuple(
        rows.get(name) or _without_row(name, name in concealed, worth[name], late)
        for name in expected
        if only in (None, name)
    )
    # a check in a class, with parameters, or of a name used twice
    lost = sorted(set(rows) - set(expected)) + sorted({n for n in expected if expected.count(n) > 1})
    if lost and not trouble:
        trouble = f"not a plain check with a name of its own: {', '.join(lost)}"
    return Result(exercise.slug, checks, trouble, layers)


def _without_row(name: str, hidden: bool, worth: int, late: float) -> CheckResult:
    if not late:
        return CheckResult(name, hidden, "not_run", points=worth)
    observed = f"all checks together took more than {late:g} seconds; what was left was not run"
    return CheckResult(name, hidden, "timeout", "timeout", points=worth, observed=observed)


def _functions(exercise: Exercise, hidden: bool) -> list[ast.FunctionDef]:
    path = exercise.solutions / HIDDEN if hidden else exercise.folder / "test_exercise.py"
    if hidden and not path.exists():
        return []
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError:
        return []  # pytest, which cannot read it either, says why
    return [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
