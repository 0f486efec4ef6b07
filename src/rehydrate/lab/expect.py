"""Comparisons for checks, whose failure is one sentence that a learner can read."""

from typing import Any

import numpy as np


def expect_equal(observed: Any, expected: Any, what: str) -> None:
    """Compare two values or arrays exactly; NaN equals NaN.

    Parameters
    ----------
    observed : object
        What the submission gave.
    expected : object
        Plain value, or array of any shape.
    what : str
        The name of the thing in the sentence, such as ``"the probabilities"``.

    Raises
    ------
    AssertionError
        With one sentence that says where the first difference is.
    """
    difference = _difference(observed, expected)
    if difference:
        raise AssertionError(f"{what}: {difference}")


def _difference(observed: Any, expected: Any) -> str:
    if not isinstance(expected, np.ndarray):
        return (
            "" if _same_plain(observed, expected) else f"got {_short(observed)}, expected {_short(expected)}"
        )
    if not isinstance(observed, np.ndarray):
        return f"got {_short(observed)}, expected an array of shape {expected.shape}"
    if observed.shape != expected.shape:
        return f"got an array of shape {observed.shape}, expected shape {expected.shape}"
    differs = observed != expected
    if all(array.dtype.kind in "fcmM" for array in (observed, expected)):
        differs &= ~(np.isnan(observed) & np.isnan(expected))
    if not differs.any():
        return ""
    first = tuple(int(i) for i in np.argwhere(differs)[0])
    where = ", ".join(str(i) for i in first)
    return (
        f"{int(differs.sum())} of {differs.size} values differ; "
        f"the first, at [{where}], is {observed[first]} instead of {expected[first]}"
    )


def _same_plain(observed: Any, expected: Any) -> bool:
    if isinstance(observed, np.ndarray):
        return False
    both_or_neither_bool = isinstance(observed, bool | np.bool_) == isinstance(expected, bool | np.bool_)
    both_nan = _is_nan(observed) and _is_nan(expected)
    return both_nan or (both_or_neither_bool and bool(observed == expected))


def _is_nan(value: Any) -> bool:
    return isinstance(value, float | np.floating) and bool(np.isnan(value))


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
