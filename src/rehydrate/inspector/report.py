"""What an inspection says: the report, and how the verdict follows from what was found."""

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rehydrate.inspector._opinions import Opinion


class Verdict(StrEnum):
    """What loading the file means."""

    DATA_ONLY = "data only"
    RUNS_CODE = "runs code"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Name:
    """A class or function that loading imports.

    Attributes
    ----------
    module, name : str
        What is imported from where.
    opinion : Opinion
        What to think of it.
    why : str
        Why, as the end of a sentence that begins with the name.
    where : str
        Where it is named first.
    times : int
        How often it is named.
    """

    module: str
    name: str
    opinion: Opinion
    why: str
    where: str
    times: int


@dataclass(frozen=True)
class Estimator:
    """An estimator.

    Attributes
    ----------
    where : str
        Its place inside the object.
    name : str
        Its class, with the module.
    hyperparameters, fitted : dict of str to str
        Its attributes, each in a few words.
    """

    where: str
    name: str
    hyperparameters: dict[str, str]
    fitted: dict[str, str]


@dataclass(frozen=True)
class ArrayFound:
    """An array.

    Attributes
    ----------
    where : str
        Its place inside the object, or its name.
    dtype : str
        Its type as NumPy, or else the format, spells it.
    shape : tuple of int
        Its shape.
    n_bytes : int
        Its size in bytes.
    """

    where: str
    dtype: str
    shape: tuple[int, ...]
    n_bytes: int


@dataclass(frozen=True)
class Report:
    """What a file is and what it would do, found without loading it.

    Attributes
    ----------
    path : str
        The file.
    n_bytes : int
        Its size.
    kind : str
        What it is, by its content, in words.
    verdict : Verdict
        ``"data only"``: no loader of this kind can be made to run code by it. ``"runs code"``: loading runs
        the code that ``globals`` and ``reasons`` name. ``"cannot tell"``: something could not be read.
    reasons : list of str
        Why, in sentences.
    alarming : bool
        Whether there is more than data and the code of well-known libraries, or less than could be read.
    globals : list of Name
        Every class and function that loading imports, the worst first.
    layers : list of str
        The wrappings, the outermost first, and what lies in them.
    versions : dict of str to str
        Versions of libraries that are recorded in the file, or follow from how it is written.
    estimators, arrays : list of Estimator, list of ArrayFound
        What is inside.
    training_rows : list of str
        Where rows of the training data, or words from it, are kept.
    members : list of (str, int)
        Files inside an archive and their sizes in bytes.
    problems : list of str
        What could not be read.
    notes : list of str
        What else is worth knowing.
    """

    path: str
    n_bytes: int
    kind: str = "unknown"
    verdict: Verdict = Verdict.CANNOT_TELL
    reasons: list[str] = field(default_factory=list)
    alarming: bool = True
    globals: list[Name] = field(default_factory=list)
    layers: list[str] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    estimators: list[Estimator] = field(default_factory=list)
    arrays: list[ArrayFound] = field(default_factory=list)
    training_rows: list[str] = field(default_factory=list)
    members: list[tuple[str, int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain dicts, lists, numbers and strings, ready for JSON."""
        return dataclasses.asdict(self)


def concluded(report: Report, names: list[Name], alarms: list[str]) -> Report:
    """Return a report with its verdict.

    Parameters
    ----------
    report : Report
        What was found inside.
    names : list of Name
        What loading imports.
    alarms : list of str
        What else runs code, or shows bad intent.
    """
    names = sorted(names, key=lambda name: (list(Opinion).index(name.opinion), -name.times))
    bad = [name for name in names if name.opinion in (Opinion.DANGEROUS, Opinion.UNKNOWN)]
    libraries = sorted({name.module.split(".")[0] for name in names if name.opinion == Opinion.LIBRARY})
    reasons = [f"loading runs {name.module}.{name.name}, which {name.why}" for name in bad]
    reasons += dict.fromkeys(alarms)
    verdict = Verdict.RUNS_CODE if reasons or libraries else Verdict.DATA_ONLY
    if report.problems:
        verdict = Verdict.RUNS_CODE if reasons else Verdict.CANNOT_TELL
        reasons.append(f"not everything could be read: {report.problems[0]}")
    if libraries:
        reasons.append(f"loading runs code of {', '.join(libraries)}, as saved models do")
    elif verdict == Verdict.DATA_ONLY:
        reasons.append("everything in it was read, and nothing in it makes a loader run code")
    alarming = bool(bad or alarms or report.problems)
    return dataclasses.replace(report, verdict=verdict, reasons=reasons, alarming=alarming, globals=names)
