"""Proves the graders: every starter, right and wrong solution gets the verdict it promises."""

import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rehydrate.lab import mutants
from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.engine.listing import HIDDEN, check_names
from rehydrate.lab.engine.result import Result
from rehydrate.lab.feedback import catalogue, message
from rehydrate.lab.feedback.judge import judge
from rehydrate.lab.feedback.verdict import Outcome, Verdict
from rehydrate.lab.lint import lint

HASH_SEEDS = (0, 1, 2)
REPEATS = 20


@dataclass(frozen=True)
class Row:
    """One submission put to a grader.

    Attributes
    ----------
    submission : str
        The file's name, or how it was made.
    promised, given : str
        The verdict it should get and the one it got.
    failing : tuple of str
        Checks that were not passed.
    problems : tuple of str
        Empty if the promise was kept.
    """

    submission: str
    promised: str
    given: str
    failing: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Certificate:
    """What was proven of one exercise's grader.

    Attributes
    ----------
    rows : tuple of Row
        One for each submission.
    problems : tuple of str
        What is wrong with the exercise as a whole: dead checks, equal signatures, missing files.
    """

    exercise: str
    rows: tuple[Row, ...]
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every promise was kept."""
        return not self.problems and not any(row.problems for row in self.rows)


def certify(
    exercise: Exercise,
    on_row: Callable[[Row], None] = lambda row: None,
    *,
    hash_seeds: Sequence[int] = HASH_SEEDS,
    repeats: int = REPEATS,
) -> Certificate:
    """Put every known submission to an exercise's grader.

    Parameters
    ----------
    exercise : Exercise
        Its solutions tree must be there.
    on_row : callable
        Called with each row as it is known.
    hash_seeds : sequence of int
        Values of ``PYTHONHASHSEED``: the order of sets is another under each, the verdicts must not be.
    repeats : int
        How often at least the reference is put to the grader, to see whether it is always passed.
    """
    with tempfile.TemporaryDirectory() as scratch:
        cases = list(_cases(exercise, Path(scratch)))
        with Checks(exercise, hidden=True, hash_seed=hash_seeds[0]) as checks:
            rows = []
            for case in cases:
                rows.append(_row(case, judge(exercise, case.files, checks=checks, briefly=case.briefly)))
                on_row(rows[-1])
        flaky = list(_flaky(exercise, cases, rows, hash_seeds[1:], repeats))
    return Certificate(exercise.slug, tuple(rows), (*_whole(exercise), *flaky))


def matrix(certificate: Certificate) -> dict[str, int]:
    """Count right and wrong submissions by the verdict they got: the grader's confusion matrix."""
    counts = {"right passed": 0, "right refused": 0, "wrong passed": 0, "wrong refused": 0}
    for row in certificate.rows:
        kind = "right" if row.promised == Outcome.PASSED else "wrong"
        counts[f"{kind} {'passed' if row.given == Outcome.PASSED else 'refused'}"] += 1
    return counts


@dataclass(frozen=True)
class _Case:
    """A submission and the verdict that it should get."""

    name: str
    promised: Outcome
    files: dict[str, Path]
    wrong: catalogue.WrongSolution | None = None
    briefly: bool = False  # of a mutant it is enough to know that it is refused


def _cases(exercise: Exercise, scratch: Path) -> Iterator[_Case]:
    starter = {name: exercise.starter(name) for name in exercise.files}
    yield _Case("starter", Outcome.NOT_STARTED, starter)
    yield _Case("starter with a line more", Outcome.NOT_YET, _touched(starter, scratch / "starter"))
    for path in catalogue.variants(exercise, "solution") + catalogue.variants(exercise, "correct_"):
        yield _Case(path.name, Outcome.PASSED, catalogue.files_of(exercise, path))
    for wrong in catalogue.wrong_solutions(exercise):
        # a FIX exercise's starter may be listed as a mistake of its own: one line more makes it an attempt
        files = _touched(catalogue.files_of(exercise, wrong.path), scratch / wrong.path.stem)
        yield _Case(wrong.path.name, Outcome.NOT_YET, files, wrong)
    yield from _mutants(catalogue.reference(exercise) or {}, scratch)


def _mutants(files: dict[str, Path], scratch: Path) -> Iterator[_Case]:
    """Take something out of the reference: all that its functions do, then each statement in turn."""
    sources = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    for value in (None, 0):
        emptied = {name: mutants.constant(source, value) or source for name, source in sources.items()}
        if emptied != sources:
            written = _written(emptied, scratch / f"constant-{value}")
            yield _Case(f"every function returns {value}", Outcome.NOT_YET, written, briefly=True)
    for name, source in sources.items():
        for number, (line, left) in enumerate(mutants.shortened(source)):
            written = _written(sources | {name: left}, scratch / f"{name}-{number}")
            left_out = f"the solution without line {line} of {name}"
            yield _Case(left_out, Outcome.NOT_YET, written, briefly=True)


def _touched(files: dict[str, Path], folder: Path) -> dict[str, Path]:
    sources = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    return _written({name: source + "\n_ATTEMPT = 1\n" for name, source in sources.items()}, folder)


def _written(sources: dict[str, str], folder: Path) -> dict[str, Path]:
    folder.mkdir()
    for name, source in sources.items():
        (folder / name).write_text(source, encoding="utf-8")
    return {name: folder / name for name in sources}


def _row(case: _Case, verdict: Verdict) -> Row:
    problems = []
    if verdict.outcome is not case.promised:
        why = verdict.reason or (verdict.first.observed if verdict.first else "")
        problems.append(f"got {verdict.outcome} ({why})")
    if case.wrong is not None:
        found = verdict.misconception.id if verdict.misconception else None
        if set(verdict.signature) != case.wrong.fails:
            problems.append(f"fails {sorted(verdict.signature)}, promised {sorted(case.wrong.fails)}")
        if found != case.wrong.misconception:
            problems.append(f"is explained as {found}, promised {case.wrong.misconception}")
    problems += [f"its message {problem}" for problem in message.lint(verdict)]
    return Row(case.name, str(case.promised), str(verdict.outcome), verdict.signature, tuple(problems))


def _flaky(
    exercise: Exercise, cases: list[_Case], rows: list[Row], hash_seeds: Sequence[int], repeats: int
) -> Iterator[str]:
    """Say which verdicts are others another time, or under another hash seed.

    A right answer meets every seed, the reference again and again; a wrong one meets one seed more.
    """
    known = [(case, row) for case, row in zip(cases, rows, strict=True) if case.name in _named(exercise)]
    reference = next((case for case, _ in known if case.promised is Outcome.PASSED), None)
    times = math.ceil((repeats - 1) / len(hash_seeds)) if hash_seeds else 0  # it has met the first seed once
    for place, seed in enumerate(hash_seeds):
        with Checks(exercise, hidden=True, hash_seed=seed) as checks:
            for number, (case, row) in enumerate(known):
                if case.promised is not Outcome.PASSED and number % len(hash_seeds) != place:
                    continue
                for _ in range(times if case is reference else 1):
                    if problem := _other(checks.run(case.files), row):
                        yield f"{case.name} under hash seed {seed}: {problem}"
                        break


def _other(found: Result, row: Row) -> str:
    """Say how a result differs from what was found before."""
    failing = tuple(check.name for check in found.failing)
    if found.trouble or failing != row.failing:
        return found.trouble or f"fails {list(failing)}, and {list(row.failing)} before"
    return ""


def _named(exercise: Exercise) -> set[str]:
    """Names of the submissions that lie in the solutions tree."""
    prefixes = ("solution", "correct_", "wrong_")
    return {path.name for prefix in prefixes for path in catalogue.variants(exercise, prefix)}


def _whole(exercise: Exercise) -> Iterator[str]:
    """What no single submission shows."""
    for path in (exercise.folder / "test_exercise.py", exercise.solutions / HIDDEN):
        if path.exists():
            yield from lint(path)
    wrong = catalogue.wrong_solutions(exercise)
    known = catalogue.misconceptions(exercise)
    visible, hidden = check_names(exercise), check_names(exercise, hidden=True)
    if set(exercise.points) != set(visible):
        yield f"points are listed for {sorted(exercise.points)}, the visible checks are {visible}"
    for name in [*visible, *hidden]:
        if not any(name in w.fails for w in wrong):
            yield f"no wrong solution fails {name}: a dead check"
    for one in wrong:
        if not one.fails & set(visible):
            yield f"{one.path.name} fails no visible check, so a learner is told that it passed"
    told_apart = {name for name, misconception in known.items() if misconception.observed}
    for one, other in combinations(wrong, 2):
        if (
            one.fails & set(visible) == other.fails & set(visible)
            and one.misconception != other.misconception
            and not {one.misconception, other.misconception} <= told_apart
        ):
            yield f"{one.path.name} and {other.path.name} fail the same visible checks"
    for name in sorted({w.misconception for w in wrong} ^ set(known)):
        yield f"the misconception {name} is not both in feedback.toml and in a wrong solution"
    for misconception in known.values():
        if len(misconception.hints) != 3:
            yield f"{misconception.id} has {len(misconception.hints)} hints, not 3"
    if len(wrong) < 5:
        yield f"only {len(wrong)} wrong solutions"
    if not catalogue.variants(exercise, "correct_"):
        yield "no right alternative to the reference"
