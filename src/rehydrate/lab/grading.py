"""Grades the submissions of one exercise: other people's code, so in the sandbox, and a row for everybody."""

import os
import queue
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rehydrate.errors import RehydrateError, WrongUsage
from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.engine.result import Result
from rehydrate.lab.engine.sandbox.scratch import Refused, copy_in
from rehydrate.lab.engine.spoken import line
from rehydrate.lab.feedback.judge import judge
from rehydrate.lab.feedback.verdict import Outcome, Verdict


@dataclass(frozen=True)
class Grade:
    """What one student gets.

    Attributes
    ----------
    student : str
        The name of the file or folder handed in.
    outcome : str
        PASSED, NOT YET, NOT STARTED or COURSE BUG.
    score, max_score : int
        Points of the checks that were passed, and of all.
    reason : str
        Why it is not all of them, in a sentence that the student can follow.
    verdict : Verdict or None
        The whole of it; None if nothing could be run.
    """

    student: str
    outcome: str
    score: int
    max_score: int
    reason: str
    verdict: Verdict | None


def grade(
    exercise: Exercise,
    folder: Path,
    *,
    hidden: bool = True,
    sandboxed: bool = True,
    jobs: int = 1,
    on_grade: Callable[[Grade], None] = lambda grade: None,
) -> list[Grade]:
    """Grade everything in a folder.

    Parameters
    ----------
    exercise : Exercise
        The task.
    folder : Path
        Each file in it, or each folder with the declared files in it, is one student's.
    hidden : bool
        Whether the hidden checks count.
    sandboxed : bool
        Whether the code is locked in; without it, grade only what you would run yourself.
    jobs : int
        How many submissions are graded at a time.
    on_grade : callable
        Called with each grade as it is known.

    Returns
    -------
    list of Grade
        In the order of the students' names, one for each.

    Raises
    ------
    WrongUsage
        If the folder is none, or empty.
    NoSandbox
        If this system has no sandbox and one is asked for.
    """
    students = _students(folder)
    with ExitStack() as stack, ThreadPoolExecutor(jobs) as pool:
        idle: queue.SimpleQueue[Checks] = queue.SimpleQueue()
        for _ in range(min(jobs, len(students))):
            idle.put(stack.enter_context(Checks(exercise, hidden=hidden, sandboxed=sandboxed)))

        def one(handed_in: Path) -> Grade:
            checks = idle.get()
            try:
                given = _grade(exercise, handed_in, checks)
            except RehydrateError:  # it would be the same for everybody, such as a system without a sandbox
                raise
            except Exception as error:  # such as a full disk: the others still get their marks
                given = _ungraded(handed_in, checks, error)
            finally:
                idle.put(checks)
            on_grade(given)
            return given

        return list(pool.map(one, students))


def _students(folder: Path) -> list[Path]:
    try:
        found = sorted(p for p in folder.iterdir() if not p.name.startswith("."))
    except OSError as error:
        raise WrongUsage(
            f"{folder} cannot be read as a folder of submissions.",
            why=str(error.strerror),
            fix="name the folder that holds one file or one folder for each student",
        ) from error
    if not found:
        raise WrongUsage(
            f"{folder} is empty.",
            why="each file or folder in it would be one student's submission",
            fix="collect the submissions first, or name another folder",
        )
    return found


def _grade(exercise: Exercise, handed_in: Path, checks: Checks) -> Grade:
    student = _student(handed_in)
    try:
        with tempfile.TemporaryDirectory(prefix="rehydrate-") as copies:
            files = _copied(exercise, handed_in, Path(copies))
            verdict = judge(exercise, files, checks=checks)
    except Refused as refused:
        possible = checks.nothing().max_score
        return Grade(student, str(Outcome.NOT_YET), 0, possible, str(refused), None)
    result: Result = verdict.result
    score = 0 if verdict.outcome is Outcome.COURSE_BUG else result.score
    return Grade(student, str(verdict.outcome), score, result.max_score, _reason(verdict), verdict)


def _ungraded(handed_in: Path, checks: Checks, error: Exception) -> Grade:
    reason = f"the course's side failed, and this is no mark: {type(error).__name__}: {line(str(error), 200)}"
    return Grade(_student(handed_in), str(Outcome.COURSE_BUG), 0, checks.nothing().max_score, reason, None)


def _student(handed_in: Path) -> str:
    """Return a student's name: ada for ada.py, unless there is a folder ada too, which is somebody else's."""
    named = handed_in.suffix == ".py" and not os.path.lexists(handed_in.with_suffix(""))
    return handed_in.stem if named else handed_in.name


def _copied(exercise: Exercise, handed_in: Path, copies: Path) -> dict[str, Path]:
    """Copy the declared files and no others; a student may go on writing to what was handed in."""
    for name, source in _declared(exercise, handed_in):
        _copy(source, copies / name, name)
    return {name: copies / name for name in exercise.files}


def _declared(exercise: Exercise, handed_in: Path) -> Iterator[tuple[str, Path]]:
    if handed_in.is_symlink():
        raise Refused(f"{_shown(handed_in)} is a link; hand in the file itself")
    if handed_in.is_dir():
        yield from ((name, handed_in / name) for name in exercise.files)
    elif len(exercise.files) == 1:
        yield exercise.files[0], handed_in
    else:
        raise Refused(f"{_shown(handed_in)} is one file, and {' and '.join(exercise.files)} are asked for")


def _shown(handed_in: Path) -> str:
    return line(handed_in.name, 80)


def _copy(source: Path, target: Path, name: str) -> None:
    try:
        copy_in(source, target)
    except FileNotFoundError:
        raise Refused(f"there is no file {name}; the folder holds {_beside(source)}") from None
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from None


def _beside(source: Path) -> str:
    try:
        return ", ".join(sorted(line(p.name, 40) for p in source.parent.iterdir())[:5]) or "nothing"
    except OSError:
        return "what nobody may list"


def _reason(verdict: Verdict) -> str:
    """Say in a sentence why a submission got what it got."""
    if verdict.outcome is Outcome.PASSED:
        return "every check was passed"
    if verdict.outcome is Outcome.NOT_STARTED:
        return "it still reads like the starter"
    if verdict.outcome is Outcome.COURSE_BUG:
        return f"the course's side failed, and this is no mark: {verdict.reason}"
    assert verdict.first is not None
    first, waiting = verdict.first, len(verdict.result.failing) - 1
    others = f" ({waiting} other check{'s' * (waiting > 1)} not passed)" if waiting else ""
    tried = f"{'a hidden check: ' * first.hidden}{first.tried or first.name}"
    return f"{tried.rstrip('.')}: {first.observed or 'it was not run'}{others}"
