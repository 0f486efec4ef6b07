"""Ways to keep a model in one file: a module for each, found here by looking.

>>> from rehydrate import formats
>>> [fmt.name for fmt in formats.available()][:2]          # doctest: +SKIP
['catboost', 'cloudpickle']
>>> formats.get("joblib", compress=3).dump(model, "model.joblib")   # doctest: +SKIP
>>> formats.get("joblib").load("model.joblib")                     # doctest: +SKIP
"""

import dataclasses
import importlib
import pkgutil
from functools import cache
from typing import Any

from rehydrate.errors import WrongUsage
from rehydrate.formats._protocol import Format

__all__ = ["Format", "available", "choose", "get"]


@cache
def _found(start: str = "") -> dict[str, Format]:
    """Return the formats of the modules whose names start so; a module is named after its format."""
    names = [module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if name.startswith(start)]
    return {module.FORMAT.name: module.FORMAT for module in modules}


def available() -> list[Format]:
    """Return every format, also those whose libraries are not installed, in the order of their names."""
    return [fmt for _, fmt in sorted(_found().items())]


def get(name: str, **options: Any) -> Format:
    """Return the format of this name, with its options changed.

    Parameters
    ----------
    name : str
        As in ``Format.name``.
    **options : object
        Fields of that format, for instance ``compress=3`` for joblib.

    Raises
    ------
    WrongUsage
        If there is no such format, or no such option.
    """
    found = _found(name).get(name)  # to load one file, the other formats need not be imported
    if found is None:
        raise WrongUsage(
            f"There is no format named {name!r}.",
            why="no module of rehydrate.formats describes it",
            fix=f"choose from: {', '.join(sorted(_found()))}",
        )
    known = [field.name for field in dataclasses.fields(found)]
    if unknown := sorted(set(options) - set(known)):
        raise WrongUsage(
            f"The format {name!r} has no option {unknown[0]!r}.",
            why=f"its options are: {', '.join(known) or 'none'}",
            fix=f"leave out {unknown[0]}",
        )
    return dataclasses.replace(found, **options)


def choose(model: Any) -> Format:
    """Return the format a store uses when none is named: the quickest to load that keeps the whole object.

    A format that a library made for its own models comes first where a plain pickle would lose or break
    something (``Format.default_for``); everything else is kept as a pickle of protocol 5, whose large
    arrays need not be copied. What it costs is said by ``Format.runs_code_on_load``.

    Parameters
    ----------
    model : object
        What is to be dumped.
    """
    special = (fmt for fmt in available() if fmt.default_for(model))
    return next(special, get("pickle"))
