"""What a diagnosis says."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What would happen to a file in this environment, the worst to notice last."""

    WORKS = "loads and predicts"
    LOAD = "fails at load"
    PREDICT = "fails at predict"
    WRONG = "silently wrong"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True)
class Finding:
    """One reason.

    Attributes
    ----------
    outcome : Outcome
        What it leads to.
    what : str
        The cause, naming the thing in the file and the installed version.
    source : str
        Where the fact is from, if it is not seen in the file or in the installed code.
    """

    outcome: Outcome
    what: str
    source: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """What would happen to a file here, why, and what to do. Made without loading the file.

    Attributes
    ----------
    file, what : str
        The file, and what it is in one line.
    outcome : Outcome
        What would happen in this environment.
    confidence : str
        ``"certain"``, ``"likely"`` or ``"unproven"``.
    findings : tuple of Finding
        The reasons, that of the outcome first.
    looked_at : tuple of str
        The evidence: what was compared with what.
    cautions : tuple of str
        What is no reason for the outcome but should be known.
    dangerous : tuple of str
        Names in the file that may do harm when it is loaded.
    versions : dict of str to str
        What the file says about the libraries that made it.
    remedy : tuple of str
        Commands, in the order in which to try them.
    """

    file: str
    what: str
    outcome: Outcome
    confidence: str
    findings: tuple[Finding, ...]
    looked_at: tuple[str, ...]
    cautions: tuple[str, ...]
    dangerous: tuple[str, ...]
    versions: dict[str, str]
    remedy: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return asdict(self)
