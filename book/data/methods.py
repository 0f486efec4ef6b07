"""Measure every format for the table of chapter 2: ``python book/data/methods.py`` rewrites methods.csv.

Needs every optional library. Size, dump and load are ratios to joblib on the same model in the same run; the
times are CPU times of warm calls in one process, the smallest of several, the two formats in turn.
"""

import csv
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rehydrate import formats
from rehydrate.advise import example
from rehydrate.errors import CannotHold

TABLE = Path(__file__).with_suffix(".csv")
COLUMNS = ("format", "model", "outcome", "n_bytes", "size", "dump", "load", "first_bytes", "library")
ALWAYS = ("joblib", "numpy", "scikit-learn")  # what the others are built on
ROUNDS = 15
OWN = {  # what a format is for, where that is no estimator of scikit-learn
    "catboost": "catboost",
    "keras": "keras",
    "lightgbm": "lightgbm",
    "safetensors": "torch",
    "tensorflow_checkpoint": "keras",
    "torch_checkpoint": "torch",
    "torch_state": "torch",
    "xgboost": "xgboost",
}


def linear() -> tuple[Any, Any]:
    """Return a scaler and a logistic regression in a pipeline, fitted on iris, and the rows."""
    from sklearn.datasets import load_iris
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X, y), X


def forest() -> tuple[Any, Any]:
    """Return a forest of 50 trees, fitted on handwritten digits, and the rows."""
    from sklearn.datasets import load_digits
    from sklearn.ensemble import RandomForestClassifier

    X, y = load_digits(return_X_y=True)
    return RandomForestClassifier(n_estimators=50, random_state=0).fit(X, y), X


MODELS: dict[str, Callable[[], tuple[Any, Any]]] = {"linear": linear, "forest": forest}


def prepared(name: str, model: Any, X: Any, folder: Path) -> tuple[formats.Format, Path]:
    """Return a format with the options that this model needs, and the file it wrote.

    Parameters
    ----------
    name : str
        The format.
    model, X : object, array
        A fitted model, and rows that it can predict.
    folder : Path
        Where to write.
    """
    fmt = formats.get(name, sample=X[:100]) if name == "onnx" else formats.get(name)
    path = fmt.dump(model, folder / f"{name}{fmt.suffix}")
    if name == "skops":  # written a line above, so every type in it is one that this process had
        import skops.io

        fmt = formats.get(name, trusted=tuple(skops.io.get_untrusted_types(file=path)))
    return fmt, path


def cpu_seconds(action: Callable[[], Any]) -> float:
    """Return the CPU time that one call takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


def ratios(fmt: formats.Format, path: Path, model: Any, folder: Path, rounds: int) -> dict[str, float]:
    """Return size, dump and load of a format as ratios to joblib.

    Parameters
    ----------
    fmt, path : Format, Path
        The format with its options, and the file it wrote.
    model : object
        What to dump.
    folder : Path
        Where to write.
    rounds : int
        How often each of the two is measured; 0 leaves the times out.
    """
    base = formats.get("joblib")
    both = {fmt: path, base: base.dump(model, folder / "base.joblib")}
    found = {"size": path.stat().st_size / both[base].stat().st_size}
    if not rounds:
        return found
    dumps: dict[formats.Format, list[float]] = {each: [] for each in both}
    loads: dict[formats.Format, list[float]] = {each: [] for each in both}
    for _ in range(rounds):
        for each, place in both.items():
            dumps[each].append(cpu_seconds(lambda each=each, place=place: each.dump(model, place)))
            loads[each].append(cpu_seconds(lambda each=each, place=place: each.load(place)))
    dump, load = (min(each[fmt]) / min(each[base]) for each in (dumps, loads))
    return found | {"dump": dump, "load": load}


def digits(value: float, n_digits: int) -> str:
    """Return a number without digits that another run would not repeat.

    Parameters
    ----------
    value : float
        What was measured.
    n_digits : int
        How many digits are kept.
    """
    return f"{float(f'{value:.{n_digits}g}'):g}"


def row(name: str, kind: str, model: Any, X: Any, rounds: int = ROUNDS) -> dict[str, str]:
    """Return one row of the table.

    Parameters
    ----------
    name, kind : str
        The format, and what the model is called in the table.
    model, X : object, array
        The fitted model and rows for it.
    rounds : int
        How often to measure; 0 leaves the times out.
    """
    found = dict.fromkeys(COLUMNS, "") | {"format": name, "model": kind}
    found["library"] = ", ".join(f"{each} {version(each)}" for each in formats.get(name).requires or ALWAYS)
    with tempfile.TemporaryDirectory() as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # libraries grumble at each other; what comes out is what counts
        folder = Path(made)
        try:
            fmt, path = prepared(name, model, X, folder)
        except CannotHold:
            return found | {"outcome": "refused"}
        content = path.read_bytes()
        found |= {"outcome": "kept", "n_bytes": str(len(content)), "first_bytes": content[:8].hex(" ")}
        measured = ratios(fmt, path, model, folder, rounds)
        return found | {key: digits(value, 2 if key == "size" else 1) for key, value in measured.items()}


def rows(rounds: int = ROUNDS) -> list[dict[str, str]]:
    """Return the whole table."""
    found = []
    for kind, make in MODELS.items():
        model, X = make()
        for fmt in formats.available():
            if fmt.name not in OWN:
                found.append(row(fmt.name, kind, model, X, rounds))
    for name, kind in OWN.items():
        model = example(kind)
        parts = {"network": model, "epoch": 3} if name == "torch_checkpoint" else model
        found.append(row(name, kind, parts, None, rounds))
    return found


def recorded() -> list[dict[str, str]]:
    """Return the table as it was stored."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    """Measure everything and rewrite the table."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if missing := [fmt.name for fmt in formats.available() if fmt.missing()]:
        sys.exit(f"install what these need first: {', '.join(missing)}")
    measured = rows()
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(measured)


if __name__ == "__main__":
    main()
