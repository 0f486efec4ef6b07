"""What Python has signs for, done with an object in the student process: ``thing[0]``, ``len(thing)``."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from rehydrate.lab.engine.raised import nearest

_END = object()


def _next(iterator: Any) -> list[Any]:
    """Return the next item in a list, or an empty one at the end."""
    item = next(iterator, _END)
    return [] if item is _END else [item]


def _enter(thing: Any) -> Any:
    return type(thing).__enter__(thing)


def _exit(thing: Any, types: list[str], text: str) -> None:
    error = nearest(types, text) if types else None
    type(thing).__exit__(thing, error and type(error), error, None)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "array": np.asarray,
    "bool": bool,
    "contains": operator.contains,
    "delitem": operator.delitem,
    "enter": _enter,
    "exit": _exit,
    "getitem": operator.getitem,
    "iter": iter,
    "len": len,
    "next": _next,
    "setitem": operator.setitem,
}
