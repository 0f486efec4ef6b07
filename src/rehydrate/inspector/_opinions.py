"""What to think of a name that a file would import: always by the exact pair of module and name."""

import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from rehydrate.inspector.graph import Global


class Opinion(StrEnum):
    """What loading a name means, the worst first."""

    DANGEROUS = "dangerous"
    UNKNOWN = "unknown"
    LIBRARY = "library code"
    REBUILDS = "rebuilds data"


def opinion(name: Global) -> tuple[Opinion, str]:
    """Return what to think of a name, and why.

    A module is dangerous with everything in it, and so is a dotted name that passes through it: the name
    ``os.system`` leads to the same place in every module that imports ``os``. Trust is given to exact pairs.
    """
    lists = tables()
    if name.name in lists["rebuilds"].get(name.module, ()):
        return Opinion.REBUILDS, "rebuilds plain values, arrays or tensors"
    for part in (name.module.split(".")[0], *name.name.split(".")[:-1]):
        if part in lists["dangerous"]["modules"]:
            return Opinion.DANGEROUS, lists["dangerous"]["modules"][part]
    if name.name in lists["dangerous"]["names"].get(name.module, ()):
        return Opinion.DANGEROUS, "can run code, open files or reach anything in the program"
    if name.name in lists["library"].get(name.module, ()):
        return Opinion.LIBRARY, f"is code of {name.module.split('.')[0]} that saved models use"
    return Opinion.UNKNOWN, "is in no list of this program: find out where it comes from"


@cache
def tables() -> dict[str, Any]:
    """Return the lists of ``names.toml``, with the names of each module as a set."""
    lists = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    for part in (lists["rebuilds"], lists["library"], lists["dangerous"]["names"], lists["keras"]):
        part.update({module: frozenset(text.split()) for module, text in part.items()})
    return lists
