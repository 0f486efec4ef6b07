"""The four outcomes, and the verdict on one submission."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever asks only where a learner stands waits for no numpy
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.engine.result import CheckResult, Result
    from rehydrate.lab.feedback.catalogue import Misconception


class Outcome(StrEnum):
    """What a check of an exercise can come to."""

    NOT_STARTED = "NOT STARTED"
    NOT_YET = "NOT YET"
    PASSED = "PASSED"
    COURSE_BUG = "COURSE BUG"


EXIT_STATUS = {"syntax": 3, "load": 4, "missing": 5, "timeout": 6, "died": 7}
"""Exit status by kind of first failure; every other NOT YET is 1, wrong usage is 2, a course bug is 70."""

SPEAK_FOR_THEMSELVES = ("syntax", "load", "missing", "timeout", "died", "exit", "todo", "unreadable")
"""Kinds of failure into which no misconception is read."""


@dataclass(frozen=True)
class Verdict:
    """The outcome of one exercise for one submission.

    Attributes
    ----------
    result : Result
        Row by row.
    first : CheckResult or None
        The first failing check in teaching order: the one that is talked about.
    misconception : Misconception or None
        Named if the failing checks match one wrong solution's.
    reason : str
        For a course bug: what failed on the course's side.
    remark : str
        For a PREDICT exercise that is passed: how many predictions were right before anything was shown.
    """

    exercise: "Exercise"
    outcome: Outcome
    result: "Result"
    first: "CheckResult | None" = None
    misconception: "Misconception | None" = None
    reason: str = ""
    remark: str = ""

    @property
    def exit_status(self) -> int:
        """The status a command ends with."""
        if self.outcome is Outcome.PASSED:
            return 0
        if self.outcome is Outcome.COURSE_BUG:
            return 70
        return EXIT_STATUS.get(self.first.kind, 1) if self.first else 1

    @property
    def signature(self) -> tuple[str, ...]:
        """Names of the failing checks, in teaching order."""
        return tuple(check.name for check in self.result.failing)
