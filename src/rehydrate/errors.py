"""Every error this package raises on purpose.

::

    RehydrateError
    ├── WrongUsage         the command or its argument cannot be meant
    ├── WorkspaceError     the learner's folder cannot be read or written
    ├── CourseError        the course's own material is wrong: never the learner's fault
    ├── NoSandbox          other people's code cannot be locked in on this machine
    ├── FormatError        a format cannot do what it was asked to do
    │   ├── MissingLibrary     the format needs a package that is not installed
    │   ├── CannotHold         the format has no place for this model
    │   ├── ForeignFile        the file belongs to another format
    │   ├── DamagedFile        the file is empty, cut short or changed
    │   ├── FutureFile         the file was written by a newer version of the format
    │   ├── UntrustedFile      the file asks for types that the reader did not allow
    │   └── CannotLoad         the file may be whole, but this environment cannot rebuild the model
    ├── StoreError         a model store cannot do what it was asked to do
    │   ├── BadName            a name that could leave the store or be misread
    │   ├── NotInStore         no such model, version or alias
    │   ├── ChecksumMismatch   a stored file is not the file that was saved
    │   ├── SignatureProblem   a signature is missing, wrong, or by an unknown key
    │   └── BrokenRecord       a manifest or an alias cannot be read
    ├── EvaluationError    a measurement could not be made
    └── MigrationError     an old file could not be brought over, or not proven
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


class NoSandbox(RehydrateError):
    """Other people's code cannot be locked in on this machine, and is therefore not run."""


class FormatError(RehydrateError):
    """A format cannot do what it was asked to do."""


class MissingLibrary(FormatError):
    """A format needs a package that is not installed."""


class CannotHold(FormatError):
    """A format has no place for this model; the fix names a format that has."""


class ForeignFile(FormatError):
    """A file was given to a format that did not write it."""


class DamagedFile(FormatError):
    """A file is empty, cut short, or no longer what was written."""


class FutureFile(FormatError):
    """A file was written by a newer version of its format than this one reads."""


class UntrustedFile(FormatError):
    """A file asks for types that its reader did not allow."""


class CannotLoad(FormatError):
    """A file may be whole, but this environment cannot rebuild what it holds."""


class StoreError(RehydrateError):
    """A model store cannot do what it was asked to do."""


class BadName(StoreError):
    """A name of a model or an alias could leave the store or be misread."""


class NotInStore(StoreError):
    """The store has no such model, version or alias."""


class ChecksumMismatch(StoreError):
    """A stored file is not the file that was saved."""


class SignatureProblem(StoreError):
    """A signature is missing, does not fit, or was made by an unknown key."""


class BrokenRecord(StoreError):
    """A manifest or an entry of an alias cannot be read."""


class EvaluationError(RehydrateError):
    """A measurement could not be made."""


class MigrationError(RehydrateError):
    """An old file could not be brought over, or the result could not be proven."""
