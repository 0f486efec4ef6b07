"""What a run found out: one row for each check. Plain data, the same for every reader."""

from dataclasses import dataclass

from rehydrate.lab.engine.proxy import Frame

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
        ``unreadable``, ``setup`` (the check itself failed). Empty for a pass.
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
    tried: str = ""
    meaning: str = ""
    calls: tuple[str, ...] = ()
    observed: str = ""
    frames: tuple[Frame, ...] = ()
    printed: str = ""


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
    """

    exercise: str
    checks: tuple[CheckResult, ...]
    trouble: str = ""

    @property
    def failing(self) -> tuple[CheckResult, ...]:
        """The checks that are not passed, in teaching order."""
        return tuple(check for check in self.checks if check.state != "passed")

    @property
    def passed(self) -> bool:
        """Whether every expected check was passed."""
        return not self.trouble and bool(self.checks) and not self.failing
