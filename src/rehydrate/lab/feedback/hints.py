"""The hint ladder: one step for each attempt, by misconception."""

from dataclasses import dataclass

from rehydrate.errors import WrongUsage
from rehydrate.lab.catalog import Exercise
from rehydrate.lab.feedback.catalogue import Misconception, misconceptions
from rehydrate.lab.workspace import Workspace


@dataclass(frozen=True)
class Hint:
    """A hint and where it stands on the ladder.

    Attributes
    ----------
    level, of : int
        Step, counted from 1, and number of steps.
    exact : bool
        Whether the attempt matched the misconception, or this one is only the nearest.
    repeated : bool
        Whether it was shown before and a further step needs an attempt first.
    """

    text: str
    level: int
    of: int
    exact: bool
    repeated: bool


def next_hint(workspace: Workspace, exercise: Exercise) -> Hint:
    """Return the hint that is due after the last attempt, and log it.

    Raises
    ------
    WrongUsage
        If there was no attempt yet, or the last one needs no hint.
    """
    events = [e for e in workspace.events(exercise=exercise.id) if e["event"] in ("attempt", "hint")]
    attempts = [e for e in events if e["event"] == "attempt"]
    if not attempts:
        raise WrongUsage(
            f"There is no hint for {exercise.id} yet.",
            why="hints answer an attempt, and none is in the log",
            fix=f"change the file, then: rehydrate check {exercise.id}",
        )
    last = attempts[-1]
    known = misconceptions(exercise).get(last.get("misconception") or last.get("nearest") or "")
    if known is None:
        raise WrongUsage(
            f"There is no hint for the last attempt at {exercise.id}.",
            why="hints belong to checks, and it did not get as far as one that has any",
            fix=f"do what the message says, then: rehydrate check {exercise.id}",
        )
    given = [e for e in events if e["event"] == "hint" and e["misconception"] == known.id]
    level = given[-1]["level"] if given else 0
    since = events[max(i for i, e in enumerate(events) if e["event"] == "attempt") :]
    repeated = any(e["event"] == "hint" and e["misconception"] == known.id for e in since)
    if not repeated and level < len(known.hints):
        level += 1
        workspace.record(event="hint", exercise=exercise.id, misconception=known.id, level=level)
    return Hint(known.hints[level - 1], level, len(known.hints), bool(last.get("misconception")), repeated)


def told(workspace: Workspace, exercise: Exercise) -> list[str]:
    """Return, line by line, the hint that is due, and log it; after a pass, all hints there are.

    Raises
    ------
    WrongUsage
        If there was no attempt yet, or the last one needs no hint.
    """
    attempts = workspace.events("attempt", exercise=exercise.id)
    if attempts and attempts[-1]["outcome"] == "PASSED":
        return _told_after_a_pass(exercise)
    due = next_hint(workspace, exercise)
    lines = [f"hint {due.level} of {due.of}: {due.text}"]
    if not due.exact:
        lines[:0] = [
            "No known mistake matches this attempt exactly. The nearest one fails at the same check first:",
            "",
        ]
    if due.repeated and due.level < due.of:
        lines += ["", f"The next hint comes after another attempt: rehydrate check {exercise.id}"]
    return lines


def _told_after_a_pass(exercise: Exercise) -> list[str]:
    lines = ["You have passed. Here are all the hints, by misconception:"]
    for known in all_hints(exercise):
        lines += ["", known.meaning, *(f"  {number}. {text}" for number, text in enumerate(known.hints, 1))]
    return lines


def all_hints(exercise: Exercise) -> list[Misconception]:
    """Every misconception with its hints, for reading after a pass."""
    return list(misconceptions(exercise).values())
