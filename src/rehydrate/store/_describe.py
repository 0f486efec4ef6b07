"""What can be said of a model in plain data: hyperparameters, features, classes, environment."""

import importlib.metadata
import math
import platform
import sys
from functools import cache
from typing import Any

LONGEST = 1000  # items of an array, or letters of a repr, that are written out
DISTRIBUTIONS = {"sklearn": "scikit-learn"}  # where the name to install is not the name to import


def facts(model: Any, X: Any = None) -> dict[str, Any]:
    """Return what a manifest says of the model itself.

    Parameters
    ----------
    model : object
        A fitted estimator.
    X : array or DataFrame, optional
        Rows of the data; their dtypes are noted.
    """
    ask = getattr(model, "get_params", None)
    parameters = ask() if callable(ask) else {}  # of the parts of a pipeline as well
    names, classes = getattr(model, "feature_names_in_", None), getattr(model, "classes_", None)
    columns: Any = getattr(X, "dtypes", None)  # of a DataFrame: by column
    return {
        "model_class": class_name(model),
        "hyperparameters": plain(parameters),
        "features": {
            "count": plain(getattr(model, "n_features_in_", None)),
            "names": None if names is None else [str(name) for name in names],
            "dtypes": {str(k): str(v) for k, v in columns.items()} if hasattr(columns, "items") else None,
        },
        "classes": None if classes is None else [plain(label) for label in classes],
        "environment": environment([model, *parameters.values()]),
    }


def environment(objects: list[Any]) -> dict[str, Any]:
    """Return the versions of Python and of the libraries that the classes of these objects come from."""
    packages = {kind.__module__.partition(".")[0] for each in objects for kind in type(each).__mro__}
    packages |= {"numpy", "scipy", "joblib"} & sys.modules.keys()
    names = sorted(DISTRIBUTIONS.get(name, name) for name in packages - sys.stdlib_module_names)
    libraries = {name: _version(name) for name in names if _version(name)}
    return {"python": platform.python_version(), "platform": platform.platform(), "libraries": libraries}


def plain(value: Any) -> Any:
    """Return data that JSON can hold, and that tells a reader what the value was.

    Estimators become the names of their classes, large arrays their shapes, NaN and infinity words; what is
    none of these becomes its ``repr``.
    """
    if value is None or isinstance(value, (bool, str)) or type(value) is int:
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "get_params") or isinstance(value, type):
        return class_name(value)
    if hasattr(value, "tolist") and getattr(value, "size", 1) <= LONGEST:
        return plain(value.tolist())
    shape = getattr(value, "shape", None)
    return repr(value)[:LONGEST] if shape is None else f"{type(value).__name__} of shape {tuple(shape)}"


def class_name(value: Any) -> str:
    """Return the full name of a class, or of an object's class."""
    kind = value if isinstance(value, type) else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


@cache
def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
