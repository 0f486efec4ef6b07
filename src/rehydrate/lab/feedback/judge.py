"""From files to a verdict."""

import ast
import warnings
from pathlib import Path

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.engine.listing import assemble
from rehydrate.lab.engine.result import CheckResult, Result
from rehydrate.lab.feedback import catalogue
from rehydrate.lab.feedback.verdict import SPEAK_FOR_THEMSELVES, Outcome, Verdict

# Bytes of a program that is compared with the starter. Python reads it here, outside the sandbox, and a
# megabyte can be written so that reading it takes minutes and a gigabyte of memory.
MOST_READ = 64 << 10


def judge(
    exercise: Exercise,
    files: dict[str, Path],
    *,
    hidden: bool = False,
    checks: Checks | None = None,
    briefly: bool = False,
) -> Verdict:
    """Check a submission and say what came of it.

    Parameters
    ----------
    exercise : Exercise
        The task.
    files : dict of str to Path
        Declared name to file.
    hidden : bool
        Whether the hidden checks count too.
    checks : Checks, optional
        The exercise's checks in a verdict process of their own, for many submissions; it says whether the
        hidden ones count. Without it pytest runs in this process.
    briefly : bool
        Whether it is enough to know the first check that is not passed; a misconception is not looked for.
    """
    if untouched(exercise, files):
        nothing = checks.nothing() if checks else assemble(exercise, {}, hidden=hidden)
        return Verdict(exercise, Outcome.NOT_STARTED, nothing)
    if checks is None:
        from rehydrate.lab.engine.run import run

        result = run(exercise, files, hidden=hidden, briefly=briefly)
    else:
        result = checks.run(files, briefly=briefly)
    return verdict_on(exercise, result, checks, briefly=briefly)


def verdict_on(
    exercise: Exercise, result: Result, checks: Checks | None = None, *, briefly: bool = False
) -> Verdict:
    """Say what a finished run comes to."""
    if result.trouble:
        return Verdict(exercise, Outcome.COURSE_BUG, result, reason=result.trouble)
    if result.passed:
        return Verdict(exercise, Outcome.PASSED, result)
    first = result.failing[0]
    if trouble := _reference_fails(exercise, first, checks):
        return Verdict(exercise, Outcome.COURSE_BUG, result, first, reason=trouble)
    misconception = None
    if not briefly and not any(check.kind in SPEAK_FOR_THEMSELVES for check in result.failing):
        visible = frozenset(check.name for check in result.failing if not check.hidden)
        misconception = catalogue.named(exercise, visible, first.observed)
    return Verdict(exercise, Outcome.NOT_YET, result, first, misconception)


def untouched(exercise: Exercise, files: dict[str, Path]) -> bool:
    """Whether the files still say what the starter says; comments and docstrings do not count."""
    return all(_meaning(path) == _meaning(exercise.starter(name)) for name, path in files.items())


_PASSED_BY_REFERENCE: set[tuple[str, str]] = set()


def _reference_fails(exercise: Exercise, check: CheckResult, checks: Checks | None) -> str:
    """Before a learner is told that a check failed, the reference solution has to pass it, here and now."""
    files = catalogue.reference(exercise)
    if files is None or (exercise.slug, check.name) in _PASSED_BY_REFERENCE:
        return ""
    if checks is None:
        from rehydrate.lab.engine.run import run

        result = run(exercise, files, hidden=check.hidden, only=check.name)
    else:
        result = checks.run(files, only=check.name)
    if result.passed:
        _PASSED_BY_REFERENCE.add((exercise.slug, check.name))
        return ""
    observed = result.failing[0].observed if result.failing else "it did not run"
    return result.trouble or f"the reference solution fails {check.name} too: {observed}"


def _meaning(path: Path) -> str | bytes:
    """Return a file's program without comments, layout and docstrings; its bytes if it is no Python."""
    content = path.read_bytes()
    if len(content) > MOST_READ:
        return content
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
