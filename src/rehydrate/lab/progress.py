"""Where the learner stands, read from the event log."""

from dataclasses import dataclass

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


def current(standings: list[Standing]) -> Standing | None:
    """Return the exercise to go on with: the first unfinished one, opened ones before others."""
    unfinished = [s for s in standings if s.outcome is not Outcome.PASSED]
    opened = [s for s in unfinished if s.opened]
    return next(iter(opened + unfinished), None)


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
