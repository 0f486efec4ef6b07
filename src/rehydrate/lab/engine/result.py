"""What a run found out: one row for each check. Plain data, the same for every reader."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from rehydrate.lab.engine.proxy import Frame

SCHEMA = "rehydrate/result/v1"
STATES = ("passed", "failed", "error", "timeout", "not_run")


@dataclass(frozen=True)
class CheckResult:
    """One check.

    Attributes
    ----------
    name : str
        The test function's name.
    hidden : bool
        Whether it is one of the checks that learners do not see.
    state : str
        passed, failed, error, timeout or not_run.
    kind : str
        What kind of failure: ``assertion``, ``raised``, ``todo``, ``exit``, ``stuck`` (the check could not
        go on with what it was given), ``missing``, ``load``, ``syntax``, ``died``, ``timeout``,
        ``unreadable``, ``setup`` (the check itself failed), ``waits`` (for a check that was not passed).
        Empty for a pass.
    points : int
        What a pass is worth.
    tried, meaning : str
        The check's own words: first line and rest of its docstring.
    calls : tuple of str
        The calls into the submission, with what they gave.
    observed : str
        What happened, in a sentence or two.
    frames : tuple of Frame
        The learner's own lines, where something was raised there.
    printed : str
        The end of what the submission printed.
    """

    name: str
    hidden: bool
    state: str
    kind: str = ""
    points: int = 1
    tried: str = ""
    meaning: str = ""
    calls: tuple[str, ...] = ()
    observed: str = ""
    frames: tuple[Frame, ...] = ()
    printed: str = ""

    @property
    def score(self) -> int:
        """The points earned: all for a pass, none for anything else."""
        return self.points if self.state == "passed" else 0

    def as_plain(self) -> dict[str, Any]:
        """Return the row as JSON can carry it."""
        frames = [dataclasses.asdict(frame) for frame in self.frames]
        return vars(self) | {"calls": list(self.calls), "frames": frames, "score": self.score}

    @classmethod
    def from_plain(cls, row: dict[str, Any]) -> "CheckResult":
        """Rebuild a row from what ``as_plain`` gave; the score follows from state and points."""
        frames = tuple(Frame(**frame) for frame in row["frames"])
        known = {name: value for name, value in row.items() if name != "score"}
        return cls(**known | {"calls": tuple(row["calls"]), "frames": frames})


@dataclass(frozen=True)
class Result:
    """One run of an exercise's checks over one submission.

    Attributes
    ----------
    exercise : str
        The slug.
    checks : tuple of CheckResult
        Every expected check, in teaching order.
    trouble : str
        Not empty if the course's side failed, and then the checks mean nothing.
    layers : tuple of str
        The layers of the sandbox that held the submission; none where one's own code was checked.
    """

    exercise: str
    checks: tuple[CheckResult, ...]
    trouble: str = ""
    layers: tuple[str, ...] = ()

    @property
    def failing(self) -> tuple[CheckResult, ...]:
        """The checks that are not passed, in teaching order."""
        return tuple(check for check in self.checks if check.state != "passed")

    @property
    def passed(self) -> bool:
        """Whether every expected check was passed."""
        return not self.trouble and bool(self.checks) and not self.failing

    @property
    def score(self) -> int:
        """Points earned, by passed checks alone; none if the course's side failed."""
        return 0 if self.trouble else sum(check.score for check in self.checks)

    @property
    def max_score(self) -> int:
        """Points that can be earned."""
        return sum(check.points for check in self.checks)

    def as_plain(self) -> dict[str, Any]:
        """Return the result as JSON can carry it; ``result.schema.json`` beside this file describes it."""
        return {
            "schema": SCHEMA,
            "exercise": self.exercise,
            "score": self.score,
            "max_score": self.max_score,
            "trouble": self.trouble,
            "layers": list(self.layers),
            "checks": [check.as_plain() for check in self.checks],
        }
