"""Names that cannot leave the store, and that mean the same on every file system."""

import re

from rehydrate.errors import BadName

_RULE = re.compile(r"[a-z][a-z0-9._-]{0,63}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(10))}


def checked(name: str) -> str:
    """Return the name of a model or an alias, if it is one.

    Capital letters are refused because ``Churn`` and ``churn`` are one folder on Windows and on most Macs; a
    final dot and the names of devices, because Windows takes them for something else; a leading digit,
    because ``churn@3`` must be version 3 and never an alias.

    Raises
    ------
    BadName
        If it could leave the store or be misread.
    """
    whole = isinstance(name, str) and _RULE.fullmatch(name) is not None
    if not whole or name[-1] == "." or name.partition(".")[0] in _DEVICES or name == "latest":
        raise BadName(
            f"{name!r} cannot be the name of a model or an alias.",
            why="a name is 1 to 64 of a-z, 0-9, '-', '_' and '.'; it starts with a letter, does not end "
            "in a dot, and is neither 'latest' nor a device of Windows",
            fix="choose a name such as churn or churn-eu.v2",
        )
    return name
