"""Proves the graders: every starter, right and wrong solution gets the verdict it promises."""

import ast
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.run import check_names
from rehydrate.lab.feedback import catalogue, message
from rehydrate.lab.feedback.judge import judge
from rehydrate.lab.feedback.verdict import Outcome, Verdict


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


def certify(exercise: Exercise, on_row: Callable[[Row], None] = lambda row: None) -> Certificate:
    """Put every known submission to an exercise's grader.

    Parameters
    ----------
    exercise : Exercise
        Its solutions tree must be there.
    on_row : callable
        Called with each row as it is known.
    """
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for make in (_starter, _right, _wrong, _mutants):
            for row in make(exercise, Path(scratch)):
                rows.append(row)
                on_row(row)
    return Certificate(exercise.slug, tuple(rows), tuple(_whole(exercise)))


def matrix(certificate: Certificate) -> dict[str, int]:
    """Count right and wrong submissions by the verdict they got: the grader's confusion matrix."""
    counts = {"right passed": 0, "right refused": 0, "wrong passed": 0, "wrong refused": 0}
    for row in certificate.rows:
        kind = "right" if row.promised == Outcome.PASSED else "wrong"
        counts[f"{kind} {'passed' if row.given == Outcome.PASSED else 'refused'}"] += 1
    return counts


def _starter(exercise: Exercise, scratch: Path) -> Iterator[Row]:
    files = {name: exercise.starter(name) for name in exercise.files}
    yield _row("starter", Outcome.NOT_STARTED, judge(exercise, files))
    touched = _touched(files, scratch / "starter")
    yield _row("starter with a line more", Outcome.NOT_YET, judge(exercise, touched))


def _right(exercise: Exercise, scratch: Path) -> Iterator[Row]:
    for path in catalogue.variants(exercise, "solution") + catalogue.variants(exercise, "correct_"):
        yield _row(
            path.name, Outcome.PASSED, judge(exercise, catalogue.files_of(exercise, path), hidden=True)
        )


def _wrong(exercise: Exercise, scratch: Path) -> Iterator[Row]:
    for wrong in catalogue.wrong_solutions(exercise):
        # a FIX exercise's starter may be listed as a mistake of its own: one line more makes it an attempt
        files = _touched(catalogue.files_of(exercise, wrong.path), scratch / wrong.path.stem)
        verdict = judge(exercise, files, hidden=True)
        found = verdict.misconception.id if verdict.misconception else None
        problems = []
        if set(verdict.signature) != wrong.fails:
            problems.append(f"fails {sorted(verdict.signature)}, promised {sorted(wrong.fails)}")
        if found != wrong.misconception:
            problems.append(f"is explained as {found}, promised {wrong.misconception}")
        yield _row(wrong.path.name, Outcome.NOT_YET, verdict, problems)


def _mutants(exercise: Exercise, scratch: Path) -> Iterator[Row]:
    """Make the reference return None, then 0, from every public function."""
    files = catalogue.reference(exercise) or {}
    for constant in (None, 0):
        made = {name: scratch / f"{name}-{constant}" for name in files}
        changed = 0
        for name, path in files.items():
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    node.body = [ast.Return(ast.Constant(constant))]
                    changed += 1
            made[name].write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        if changed:
            yield _row(f"every function returns {constant}", Outcome.NOT_YET, judge(exercise, made))


def _touched(files: dict[str, Path], folder: Path) -> dict[str, Path]:
    folder.mkdir()
    copies = {}
    for name, path in files.items():
        copies[name] = folder / name
        copies[name].write_bytes(path.read_bytes() + b"\n_ATTEMPT = 1\n")
    return copies


def _row(name: str, promised: Outcome, verdict: Verdict, problems: list[str] | None = None) -> Row:
    problems = list(problems or [])
    if verdict.outcome is not promised:
        why = verdict.reason or (verdict.first.observed if verdict.first else "")
        problems.insert(0, f"got {verdict.outcome} ({why})")
    problems += [f"its message {problem}" for problem in message.lint(verdict)]
    return Row(name, str(promised), str(verdict.outcome), verdict.signature, tuple(problems))


def _whole(exercise: Exercise) -> Iterator[str]:
    """What no single submission shows."""
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
