"""The half of a migration that runs in the old environment: load, predict, write out as data.

It is run as a script by ``rehydrate.migrate``, under the Python and the scikit-learn that made the file, and
needs nothing of this package. It is given a JSON file (model, data, folder) and leaves in the folder
``golden.npz`` (predictions, and rows where it made them up), ``new.onnx`` if it can, and ``said.json``.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

METHODS = ("predict", "predict_proba", "decision_function", "transform")
OPSET = {"": 18, "ai.onnx.ml": 3}  # of 2022: old enough for every runtime in use
N_ROWS = 200


def main(job: dict[str, Any]) -> dict[str, Any]:
    """Do the whole; return what to say about it."""
    import joblib
    import numpy as np

    folder = Path(job["folder"])
    model = joblib.load(job["model"])
    rows = read_rows(job["data"], model) if job["data"] else made_up(model)
    answers = {name: getattr(model, name)(rows) for name in METHODS if hasattr(model, name)}
    kept = {name: _plain(answer) for name, answer in answers.items()}
    if not job["data"]:
        kept["X"] = rows
    np.savez(str(folder / "golden.npz"), **kept)
    settings = model.get_params(deep=False)
    said: dict[str, Any] = {"methods": list(answers), "error": ""}
    said["hyperparameters"] = {name: repr(value) for name, value in settings.items()}
    try:
        (folder / "new.onnx").write_bytes(as_onnx(model, rows, answers))
    except Exception as error:
        said["error"] = "{}: {}".format(type(error).__name__, str(error).strip().partition("\n")[0])
    return said


def read_rows(data: str, model: Any) -> Any:
    """Read the rows to predict on: an array, or a table whose first column may be its index."""
    import numpy as np

    if data.endswith(".csv"):
        import pandas as pd

        first = Path(data).read_text(encoding="utf-8").partition(",")[0]
        table = pd.read_csv(data, index_col=None if first else 0)
        names = getattr(model, "feature_names_in_", None)
        return table if names is None else table[list(names)]
    found = np.load(data, allow_pickle=False)
    return found[found.files[0]] if data.endswith(".npz") else found


def made_up(model: Any) -> Any:
    """Draw rows around what the model itself tells about its columns, in numbers that float32 can hold."""
    import numpy as np

    n = model.n_features_in_
    centre, width = np.zeros(n), np.full(n, 3.0)
    for part in parts(model):
        state = vars(part)
        if hasattr(part, "tree_") and part.tree_.n_features == n:
            for j in range(n):
                cuts = part.tree_.threshold[part.tree_.feature == j]
                if len(cuts):
                    centre[j], width[j] = (
                        np.median(cuts),
                        max(np.ptp(cuts), 1e-3 * abs(np.median(cuts)), 1e-6),
                    )
        elif np.shape(state.get("mean_")) == np.shape(state.get("scale_")) == (n,):
            centre, width = state["mean_"], state["scale_"]
        elif isinstance(state.get("_fit_X"), np.ndarray) and state["_fit_X"].shape[1] == n:
            centre, width = state["_fit_X"].mean(axis=0), state["_fit_X"].std(axis=0)
    rows = centre + width * np.random.RandomState(0).normal(size=(N_ROWS, n))
    return rows.astype(np.float32).astype(np.float64)


def parts(model: Any) -> list[Any]:
    """Return a model and the models in it that prepare or make its predictions, the last first."""
    found = [model]
    for value in list(vars(model).values()):
        for each in value if isinstance(value, (list, tuple)) else [value]:
            each = each[1] if isinstance(each, tuple) and len(each) > 1 else each
            if hasattr(each, "get_params") and not isinstance(each, type):
                found = parts(each) + found
    return found


def as_onnx(model: Any, rows: Any, answers: dict[str, Any]) -> bytes:
    """Convert a model, with a note of what ONNX has no place for, in the form of ``formats.onnx_file``."""
    import numpy as np
    import onnx
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    columns = [str(name) for name in rows.columns] if hasattr(rows, "columns") else None
    types = [("X", FloatTensorType([None, rows.shape[1]]))]
    if columns:
        kind = {
            name: FloatTensorType if rows[name].dtype.kind in "fiub" else StringTensorType for name in columns
        }
        types = [(name, kind[name]([None, 1])) for name in columns]
    asked = [name for name in METHODS[:2] if name in answers] or ["transform"]
    options = {id(model): {"zipmap": False}} if "predict_proba" in asked else None
    graph = to_onnx(model, initial_types=types, options=options, target_opset=OPSET)
    note: dict[str, Any] = {"columns": columns, "methods": {name: np.ndim(answers[name]) for name in asked}}
    classes = getattr(model, "classes_", None)
    if isinstance(classes, np.ndarray):
        note.update(classes=classes.tolist(), dtype=classes.dtype.str)
    onnx.helper.set_model_props(graph, {"rehydrate": json.dumps(note)})
    data: bytes = graph.SerializeToString()
    return data


def _plain(answer: Any) -> Any:
    """Return an answer as an array that holds no objects."""
    import numpy as np

    answer = answer.toarray() if hasattr(answer, "toarray") else np.asarray(answer)
    return answer.astype(str) if answer.dtype.hasobject else answer


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(given["folder"], "said.json").write_text(json.dumps(main(given)), encoding="utf-8")
