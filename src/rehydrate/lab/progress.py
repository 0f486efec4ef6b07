"""Where the learner stands, read from the event log."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rehydrate.lab.catalog import Exercise, exercises
from rehydrate.lab.feedback.verdict import Outcome
from rehydrate.lab.workspace import Workspace


@dataclass(frozen=True)
class Standing:
    """One exercise on the board.

    Attributes
    ----------
    outcome : Outcome
        PASSED once passed, whatever came later; otherwise the last attempt's outcome.
    attempts, hints : int
        How many are in the log.
    opened : bool
        Whether its starter was copied.
    """

    exercise: Exercise
    outcome: Outcome
    attempts: int
    hints: int
    opened: bool


def board(workspace: Workspace) -> list[Standing]:
    """Return one standing for each exercise, in teaching order."""
    events = workspace.events()
    return [_standing(workspace, exercise, events) for exercise in exercises()]


def resumed(standings: Sequence[Standing], events: Sequence[dict[str, Any]]) -> Standing | None:
    """Return the exercise to go on with: the one last worked on, or what follows it once it is passed.

    Parameters
    ----------
    standings : sequence of Standing
        The board, in teaching order.
    events : sequence of dict
        The log, the oldest first.

    Returns
    -------
    Standing or None
        None if every exercise is passed.
    """
    at = {standing.exercise.id: number for number, standing in enumerate(standings)}
    last = next((at[e["exercise"]] for e in reversed(events) if e.get("exercise") in at), 0)
    return _unfinished([*standings[last:], *standings[:last]])


def following(standings: Sequence[Standing], exercise: Exercise) -> Standing | None:
    """Return the unfinished exercise that comes after this one; behind the last, the first is next.

    Parameters
    ----------
    standings : sequence of Standing
        The board, in teaching order.
    exercise : Exercise
        Where one is. It is its own follower if only it is unfinished.

    Returns
    -------
    Standing or None
        None if every exercise is passed.
    """
    after = [standing.exercise.id for standing in standings].index(exercise.id) + 1
    return _unfinished([*standings[after:], *standings[:after]])


def _unfinished(standings: Sequence[Standing]) -> Standing | None:
    return next((s for s in standings if s.outcome is not Outcome.PASSED), None)


def _standing(workspace: Workspace, exercise: Exercise, events: list[dict[str, object]]) -> Standing:
    own = [e for e in events if e.get("exercise") == exercise.id]
    outcomes = [
        str(e["outcome"]) for e in own if e["event"] == "attempt" and e["outcome"] != Outcome.COURSE_BUG
    ]
    if Outcome.PASSED in outcomes:
        outcome = Outcome.PASSED
    else:
        outcome = Outcome(outcomes[-1]) if outcomes else Outcome.NOT_STARTED
    n_hints = sum(e["event"] == "hint" for e in own)
    return Standing(exercise, outcome, len(outcomes), n_hints, workspace.answer(exercise).is_dir())
