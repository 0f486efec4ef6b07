"""From files to a verdict."""

import ast
import functools
import warnings
from pathlib import Path

from rehydrate.lab.catalog import Exercise, find
from rehydrate.lab.engine.result import CheckResult, Result
from rehydrate.lab.engine.run import check_names, run
from rehydrate.lab.feedback import catalogue
from rehydrate.lab.feedback.verdict import SPEAK_FOR_THEMSELVES, Outcome, Verdict


def judge(exercise: Exercise, files: dict[str, Path], *, hidden: bool = False) -> Verdict:
    """Check a submission and say what came of it.

    Parameters
    ----------
    exercise : Exercise
        The task.
    files : dict of str to Path
        Declared name to file.
    hidden : bool
        Whether the hidden checks count too.
    """
    if untouched(exercise, files):
        rows = tuple(CheckResult(name, False, "not_run") for name in check_names(exercise))
        return Verdict(exercise, Outcome.NOT_STARTED, Result(exercise.slug, rows))
    return verdict_on(exercise, run(exercise, files, hidden=hidden))


def verdict_on(exercise: Exercise, result: Result) -> Verdict:
    """Say what a finished run comes to."""
    if result.trouble:
        return Verdict(exercise, Outcome.COURSE_BUG, result, reason=result.trouble)
    if result.passed:
        return Verdict(exercise, Outcome.PASSED, result)
    first = result.failing[0]
    if trouble := _reference_fails(exercise.slug, first.name, first.hidden):
        return Verdict(exercise, Outcome.COURSE_BUG, result, first, reason=trouble)
    misconception = None
    if not any(check.kind in SPEAK_FOR_THEMSELVES for check in result.failing):
        visible = frozenset(check.name for check in result.failing if not check.hidden)
        misconception = catalogue.named(exercise, visible, first.observed)
    return Verdict(exercise, Outcome.NOT_YET, result, first, misconception)


def untouched(exercise: Exercise, files: dict[str, Path]) -> bool:
    """Whether the files still say what the starter says; comments and docstrings do not count."""
    return all(_meaning(path) == _meaning(exercise.starter(name)) for name, path in files.items())


@functools.cache
def _reference_fails(slug: str, check: str, hidden: bool) -> str:
    """Before a learner is told that a check failed, the reference solution has to pass it, here and now."""
    exercise = find(slug)
    files = catalogue.reference(exercise)
    if files is None:
        return ""
    result = run(exercise, files, hidden=hidden, only=check)
    if result.passed:
        return ""
    observed = result.failing[0].observed if result.failing else "it did not run"
    return result.trouble or f"the reference solution fails {check} too: {observed}"


def _meaning(path: Path) -> str | bytes:
    """Return a file's program without comments, layout and docstrings; its bytes if it is no Python."""
    content = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about odd escapes, say: the learner hears of them elsewhere
            tree = ast.parse(content)
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and _is_text(body[0]):
                del body[0]
        return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # the last two: nested too deep
        return content


def _is_text(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
