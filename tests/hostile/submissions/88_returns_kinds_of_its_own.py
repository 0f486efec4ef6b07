"""Right, with lists and texts of classes of its own.

Expect: all points
"""

from enum import Enum
from pathlib import Path


class Names(list):
    """A list with a name."""


class Name(str):
    """A text with a name."""


class Suffix(str, Enum):  # noqa: UP042  (the older kind)
    """A text that is a member."""

    JOBLIB = "joblib"


# @RIGHT@


def names(folder):
    return Names(Name(path.stem) for path in sorted(Path(folder).glob(f"*.{Suffix.JOBLIB.value}")))
