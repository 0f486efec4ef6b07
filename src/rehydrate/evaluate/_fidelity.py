"""Comparing predictions with those of the model that was saved, and nothing else: no score, no second fit."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rehydrate.errors import EvaluationError, WrongUsage
from rehydrate.evaluate._child import ask, methods, plain
from rehydrate.evaluate._result import Fidelity

Array = npt.NDArray[Any]
Reference = Mapping[str, Array]


def reference_of(model: Any, X: Any, only: Iterable[str] | None = None) -> dict[str, Array]:
    """Return what a model says about `X`, to be stored beside it (``numpy.savez``) when it has been trained.

    Parameters
    ----------
    model : object
        A fitted estimator, a Keras model, a torch module in evaluation mode, or something to call.
    X : array-like of shape (n_samples, n_features)
        Rows that the model can predict.
    only : iterable of str, optional
        Methods to ask.

    Returns
    -------
    dict of str to ndarray
        Predictions by the name of the method that gave them: the first of ``predict_proba``,
        ``decision_function``, ``predict`` and ``transform`` that there is, and ``predict``.

    Raises
    ------
    EvaluationError
        If the model cannot predict, for instance because it was never fitted.
    """
    kind = type(model).__name__
    try:
        found = methods(model)
        telling = found[:1] + ["predict"] * ("predict" in found[1:])
        return {method: plain(ask(model, method, X)) for method in (telling if only is None else only)}
    except Exception as error:
        raise EvaluationError(
            f"This {kind} cannot predict the given rows: {type(error).__name__}: {error}",
            why="an evaluation compares predictions; it does not fit or repair what it is given",
            fix="give the model that was trained, and rows as it was trained on",
        ) from error


def given(reference: Reference | Array, method: str) -> Reference:
    """Return a reference as predictions by method; a bare array that holds no fractions is one of labels."""
    if isinstance(reference, Mapping):
        return reference
    values = plain(np.asarray(reference))
    return {method if values.dtype.kind == "f" else "predict": values}


def compare(found: Reference, reference: Reference, tolerance: float, y: Array | None = None) -> Fidelity:
    """Hold predictions against the reference.

    Raises
    ------
    WrongUsage
        If they have other shapes.
    """
    differ, largest, within, n_rows, accuracy = None, None, True, 0, None
    for method in reference:
        actual, expected = found[method], plain(np.asarray(reference[method]))
        n_rows = len(expected)
        if actual.shape != expected.shape:
            what = f"The reference for {method} has the shape {expected.shape}."
            why = f"the model answers with {actual.shape} for the given rows"
            raise WrongUsage(what, why=why, fix="give the rows that it was made from, in the same order")
        if expected.dtype.kind != "f":
            differ = int(np.sum(np.any((actual != expected).reshape(n_rows, -1), axis=1)))
            accuracy = None if y is None else float(np.mean(actual == plain(np.asarray(y))))
        else:
            apart = _apart(actual, expected)
            largest = max(largest or 0.0, float(np.max(apart, initial=0.0)))
            scale = np.fmax(1.0, np.abs(np.nan_to_num(expected, posinf=0.0, neginf=0.0)))
            within &= bool(np.all(apart <= tolerance * scale))
    return Fidelity(n_rows, differ, largest, tolerance, within and not differ, accuracy)


def _apart(actual: Array, expected: Array) -> Array:
    """Return the distance of each pair; a number and NaN are infinitely far, NaN and NaN are not."""
    actual, expected = actual.astype(np.float64), expected.astype(np.float64)
    with np.errstate(invalid="ignore"):  # equal infinities are no distance, but have no difference either
        apart = np.where(actual == expected, 0.0, np.abs(actual - expected))
    apart[np.isnan(actual) & np.isnan(expected)] = 0.0
    return np.nan_to_num(apart, nan=np.inf, posinf=np.inf)
