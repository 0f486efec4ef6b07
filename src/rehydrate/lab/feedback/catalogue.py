"""The known mistakes of an exercise: what each fails, what it usually means, and the hints for it."""

import ast
import re
import tomllib
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rehydrate.errors import CourseError
from rehydrate.lab.catalog import Exercise

_HEADER = re.compile(r"Misconception:\s*(?P<id>[a-z0-9-]+)\s+Fails:\s*(?P<fails>.+)", re.DOTALL)


@dataclass(frozen=True)
class Misconception:
    """A belief that leads to wrong answers.

    Attributes
    ----------
    id : str
        Its name, such as ``classifier-is-the-model``.
    meaning : str
        What a failure of this kind usually means.
    hints : tuple of str
        Three, from a nudge to almost the answer.
    look_at : str
        Chapter and heading; empty to use the exercise's own.
    observed : str
        A regular expression for what was observed at the first failing check, where the checks alone say too
        little; empty to match anything.
    """

    id: str
    meaning: str
    hints: tuple[str, ...]
    look_at: str = ""
    observed: str = ""


@dataclass(frozen=True)
class WrongSolution:
    """A wrong solution that an author wrote down, and what it promises to fail."""

    path: Path
    misconception: str
    fails: frozenset[str]


def variants(exercise: Exercise, prefix: str) -> list[Path]:
    """List files or folders of the solutions tree by prefix: ``wrong_``, ``correct_`` or ``solution``."""
    if not exercise.solutions.is_dir():
        return []
    found = exercise.solutions.glob(f"{prefix}*")
    return sorted(p for p in found if p.suffix == ".py" or (p.is_dir() and not p.name.startswith("__")))


def files_of(exercise: Exercise, variant: Path) -> dict[str, Path]:
    """Return the declared files of a variant; what it leaves out comes from the solution."""
    if variant.is_file():
        return {exercise.files[0]: variant}
    solution = exercise.solutions / "solution"
    return {n: variant / n if (variant / n).exists() else solution / n for n in exercise.files}


def reference(exercise: Exercise) -> dict[str, Path] | None:
    """Return the files of the reference solution, or None in a release without solutions."""
    found = variants(exercise, "solution")
    return files_of(exercise, found[0]) if found else None


def wrong_solutions(exercise: Exercise) -> list[WrongSolution]:
    """Read the header of every wrong solution.

    Raises
    ------
    CourseError
        If a header does not name its misconception and the checks it fails.
    """
    return [_read(exercise, path) for path in variants(exercise, "wrong_")]


def misconceptions(exercise: Exercise) -> dict[str, Misconception]:
    """Read feedback.toml: misconceptions by id."""
    path = exercise.solutions / "feedback.toml"
    if not path.exists():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            key: Misconception(
                key,
                " ".join(row["meaning"].split()),
                tuple(" ".join(h.split()) for h in row["hints"]),
                row.get("look_at", ""),
                row.get("observed", ""),
            )
            for key, row in table.items()
        }
    except (KeyError, TypeError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise CourseError(
            f"{path} cannot be used.",
            why=repr(error),
            fix="each table needs meaning and hints = [nudge, where, near-code]",
        ) from error


def named(exercise: Exercise, failing: frozenset[str], observed: str) -> Misconception | None:
    """Return the misconception that explains a submission's first failing check.

    It is the one whose wrong solution fails exactly these checks. If there is none, two or three beliefs
    may have met: those whose checks add up to exactly these. Where several explanations fit equally well,
    none is given.

    Parameters
    ----------
    exercise : Exercise
        Its wrong solutions are compared.
    failing : frozenset of str
        The visible checks that a submission fails: its signature.
    observed : str
        What was observed at the first of them.
    """
    known = misconceptions(exercise)
    first = next((name for name in exercise.points if name in failing), "")
    shares = [
        (w.fails & frozenset(exercise.points), w.misconception)
        for w in wrong_solutions(exercise)
        if w.misconception in known
    ]
    within = [
        (share, name)
        for share, name in shares
        if share and share <= failing and (first not in share or re.search(known[name].observed, observed))
    ]
    for n_beliefs in (1, 2, 3):
        together = [
            c for c in combinations(within, n_beliefs) if frozenset().union(*(s for s, _ in c)) == failing
        ]
        names = {name for c in together for share, name in c if first in share}
        if names:
            return known.get(names.pop()) if len(names) == 1 else None
    return None


def nearest(exercise: Exercise, failing: frozenset[str], first: str) -> Misconception | None:
    """Return the misconception most like a signature that matches none.

    Only those that fail the same first check are considered; of these, the one with the largest overlap.
    """
    visible = frozenset(exercise.points)
    order = list(exercise.points)
    candidates = []
    for wrong in wrong_solutions(exercise):
        fails = wrong.fails & visible
        if fails and min(fails, key=order.index) == first:
            candidates.append((len(fails & failing) / len(fails | failing), wrong.misconception))
    return misconceptions(exercise).get(max(candidates)[1]) if candidates else None


def _read(exercise: Exercise, path: Path) -> WrongSolution:
    first = path if path.is_file() else min(path.glob("*.py"), key=lambda p: exercise.files.index(p.name))
    header = ast.get_docstring(ast.parse(first.read_text(encoding="utf-8"))) or ""
    match = _HEADER.search(header)
    if match is None:
        raise CourseError(
            f"{first} does not say what it gets wrong.",
            why="its first docstring lacks 'Misconception: id' and 'Fails: check, check'",
            fix="write both lines; the certificate holds the file to them",
        )
    return WrongSolution(path, match["id"], frozenset(re.findall(r"test_\w+", match["fails"])))
