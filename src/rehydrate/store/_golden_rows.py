"""Golden rows: a few rows of X and what the model said to them, kept as plain data.

That a model can be loaded does not mean that it is the model that was saved: another version of a library may
compute something else. These rows tell. They are JSON and not a pickle, so that they can be read where the
model cannot; JSON keeps every bit of a float.
"""

import json
from typing import Any

from rehydrate.errors import StoreError

METHODS = ("predict", "predict_proba", "transform")


def encode(model: Any, X: Any) -> bytes:
    """Return rows and the model's predictions for them as JSON.

    Parameters
    ----------
    model : object
        A fitted estimator.
    X : array, DataFrame or list
        Rows of numbers or text; a few are enough.

    Raises
    ------
    StoreError
        If the model predicts nothing for them, or they are of a kind that plain data cannot hold.
    """
    outputs = predictions(model, X)
    try:
        if not outputs:
            raise TypeError(f"the model has none of the methods {', '.join(METHODS)}")
        packed = {method: _packed(output) for method, output in outputs.items()}
        return json.dumps({"X": _packed(X), "predictions": packed}).encode()
    except TypeError as error:
        raise StoreError(
            f"The golden rows of a {type(model).__qualname__} cannot be kept as plain data.",
            why=str(error),
            fix="give rows of numbers or text, dense (X[:20].toarray()); or save without golden",
        ) from error


def decode(data: bytes) -> tuple[Any, dict[str, Any]]:
    """Return the rows, and the predictions by the name of the method that made them."""
    document = json.loads(data)
    return _unpacked(document["X"]), {k: _unpacked(v) for k, v in document["predictions"].items()}


def predictions(model: Any, X: Any) -> dict[str, Any]:
    """Return what a model says to rows, by the name of the method."""
    return {method: getattr(model, method)(X) for method in METHODS if hasattr(model, method)}


def difference(before: Any, after: Any) -> float:
    """Return the largest absolute difference of two outputs; infinity if they cannot be compared.

    NaN in the same places is no difference.
    """
    import numpy as np

    before, after = np.asarray(before), np.asarray(after)
    if before.shape != after.shape:
        return float("inf")
    if before.dtype.kind not in "biuf" or after.dtype.kind not in "biuf":
        return 0.0 if np.array_equal(before, after) else float("inf")
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        gap = np.abs(before.astype("longdouble") - after.astype("longdouble"))
    gap[(before == after) | (np.isnan(before) & np.isnan(after))] = 0.0
    return float("inf") if np.isnan(gap).any() else float(gap.max(initial=0.0))


def _packed(value: Any) -> Any:
    if isinstance(value, list):
        return value
    if hasattr(value, "columns"):
        return {"columns": [[name, _packed(value[name])] for name in value.columns]}
    if not hasattr(value, "tolist"):
        raise TypeError(f"they are a {type(value).__qualname__}")
    return {"values": value.tolist(), "dtype": str(value.dtype), "shape": value.shape}


def _unpacked(packed: Any) -> Any:
    import numpy as np

    if isinstance(packed, list):
        return packed
    if "columns" not in packed:
        return np.array(packed["values"], dtype=packed["dtype"]).reshape(packed["shape"])
    import pandas as pd

    columns = {name: pd.Series(each["values"], dtype=each["dtype"]) for name, each in packed["columns"]}
    return pd.DataFrame(columns)
