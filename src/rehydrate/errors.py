"""Every error this package raises on purpose.

::

    RehydrateError
    ├── WrongUsage         the command or its argument cannot be meant
    ├── WorkspaceError     the learner's folder cannot be read or written
    └── CourseError        the course's own material is wrong: never the learner's fault
"""


class RehydrateError(Exception):
    """Base class of every error this package raises on purpose.

    Parameters
    ----------
    what : str
        What happened, naming the file and the value found.
    why : str
        The reason, naming the value expected.
    fix : str
        What to do next: a command where there is one.
    """

    def __init__(self, what: str, *, why: str, fix: str) -> None:
        super().__init__(f"{what}\n  why: {why}\n  fix: {fix}")
        self.what = what
        self.why = why
        self.fix = fix


class WrongUsage(RehydrateError):
    """A command was given something that it cannot mean (exit status 2)."""


class WorkspaceError(RehydrateError):
    """The learner's folder is missing, unreadable or not writable."""


class CourseError(RehydrateError):
    """An exercise, a quiz or the checker itself is broken."""
