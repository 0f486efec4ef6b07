"""ONNX: the model's arithmetic as a graph that needs no scikit-learn, and no Python, to predict.

What loads is a predictor, not the estimator: it can neither learn nor be inspected as one. It starts several
times faster and answers single rows far faster. The price is that it computes in float32, which keeps about
seven digits. That is enough for most models and wrong for some: 100,000,000 and 100,000,001 are one number
to it. So ``dump`` runs the original and the converted model side by side, on your ``sample`` if it has one,
and refuses a model whose answers differ; ``parity`` does the same on any other data.
"""

import json
import warnings
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from rehydrate.formats._protocol import Format, newer

OPSET = {"": 18, "ai.onnx.ml": 3}  # of 2022: old enough for every runtime in use
NOTE = "rehydrate"  # the key under which the file says what ONNX has no place for


@dataclass(frozen=True)
class Parity:
    """How a predictor's answers compare with those of the model it was made from.

    Attributes
    ----------
    n_rows : int
        How many rows were compared.
    n_labels_differ : int
        How many rows got another label; 0 for a model without labels.
    largest_difference : float
        Between numbers: absolute for values up to 1, relative above.
    tolerance : float
        What is allowed.
    """

    n_rows: int
    n_labels_differ: int
    largest_difference: float
    tolerance: float

    @property
    def holds(self) -> bool:
        """Whether no label differs and no number by more than the tolerance."""
        return not self.n_labels_differ and self.largest_difference <= self.tolerance

    def __str__(self) -> str:
        """Say the verdict in a sentence."""
        verdict = "the same" if self.holds else "NOT the same"
        return (
            f"{verdict}: {self.n_labels_differ} of {self.n_rows} labels differ, numbers by up to "
            f"{self.largest_difference:.2g} ({self.tolerance:.2g} allowed)"
        )


class OnnxPredictor:
    """What an ONNX file loads as: it predicts in float32, and cannot learn.

    Of the methods ``predict(X)``, ``predict_proba(X)`` and ``transform(X)`` it has those in ``methods``.

    Parameters
    ----------
    data : bytes
        The file.

    Attributes
    ----------
    methods : dict
        What it can be asked, and the number of axes of the answer (0 if the file does not say).
    classes_ : array of shape (n_classes,) or None
        The labels, in the order of the columns of ``predict_proba``; None where there are none or the file
        does not say.
    columns : list of str or None
        The columns of the table it wants, one input each; None where X is an array.
    session : onnxruntime.InferenceSession
        What computes.
    """

    def __init__(self, data: bytes) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # which model runs where is nobody else's business
        quiet = onnxruntime.SessionOptions()
        quiet.log_severity_level = 4  # nothing that does not come as an exception too
        self.session = onnxruntime.InferenceSession(data, quiet, providers=["CPUExecutionProvider"])
        note = json.loads(self.session.get_modelmeta().custom_metadata_map.get(NOTE, "{}"))
        self.classes_ = np.array(note["classes"], dtype=note["dtype"]) if note.get("classes") else None
        self.columns: list[str] | None = note.get("columns")
        self.methods: dict[str, int] = note.get("methods", {"predict": 0})
        for output, (name, n_axes) in zip(self.session.get_outputs(), self.methods.items(), strict=False):
            setattr(self, name, partial(self._answer, output.name, n_axes))

    def _answer(self, output: str, n_axes: int, X: Any) -> Any:
        parts, fed = [X] if self.columns is None else [X[name] for name in self.columns], {}
        for entry, part in zip(self.session.get_inputs(), parts, strict=True):
            text = entry.type == "tensor(string)"
            values = np.asarray(part).astype(str).astype(object) if text else np.asarray(part, np.float32)
            fed[entry.name] = values.reshape(len(X), -1)
        [answer] = self.session.run([output], fed)
        if n_axes == 1:
            answer = answer.reshape(len(X))
        if self.classes_ is None or answer.dtype.kind == "f":
            return answer
        return answer.astype(self.classes_.dtype)


@dataclass(frozen=True)
class OnnxFormat(Format):
    """A graph of ONNX operators in float32, made by skl2onnx and run by onnxruntime.

    Parameters
    ----------
    sample : table or array of shape (n_rows, n_features), optional
        Some rows of real data, 100 are plenty: they give the types of the columns, which a model that was
        fitted on a table does not tell, and what original and converted model are compared on. Without them
        rows are made up, which shows a bad conversion but not what float32 does to your data.
    """

    sample: Any = field(default=None, compare=False, repr=False)

    name = "onnx"
    suffix = ".onnx"
    requires = ("onnx", "skl2onnx", "onnxruntime")
    extra = "formats"
    runs_code_on_load = False
    holds = "the predictions, in float32, of what skl2onnx can convert: most of scikit-learn"
    loses = "the estimator: hyperparameters, learning, every method but predict, predict_proba or transform"
    tolerance = 1e-5
    outlives_versions = True
    consumers = ("python", "other language", "browser")

    def why_not(self, model: Any) -> str:
        """Say that a model of a table needs a sample, or has too many outputs; the attempt shows the rest."""
        if isinstance(getattr(model, "classes_", None), list):
            return "it answers for several outputs at once, with a list of arrays"
        if self.sample is not None or not hasattr(model, "feature_names_in_"):
            return ""
        return "no model tells the types of a table's columns; formats.get('onnx', sample=X[:100]) shows them"

    def _write(self, model: Any, path: Path) -> None:
        sample, columns = self.sample, getattr(model, "feature_names_in_", None)
        if sample is None:
            sample = np.random.default_rng(0).normal(0, 3, (100, model.n_features_in_)).astype(np.float32)
        asked = [name for name in ("predict", "predict_proba") if hasattr(model, name)] or ["transform"]
        note = {
            "columns": None if columns is None else columns.tolist(),
            "methods": {name: np.ndim(getattr(model, name)(sample)) for name in asked},
        }
        if isinstance(classes := getattr(model, "classes_", None), np.ndarray):
            note |= {"classes": classes.tolist(), "dtype": classes.dtype.str}
        data = _converted(model, sample, note)
        if not (report := parity(model, OnnxPredictor(data), sample, self.tolerance)).holds:
            rows = "made-up rows" if self.sample is None else "the sample"
            raise self.cannot_hold(model, f"converted to float32, on {rows}, it is {report}")
        with path.open("xb") as file:
            file.write(data)

    def _read(self, stream: BinaryIO, mapped: bool) -> Any:
        try:
            return OnnxPredictor(stream.read())
        except Exception as error:
            if "IR version" in str(error) or "under development" in str(error):  # onnxruntime's words
                raise newer(stream, str(error).strip(), "what that says", "onnxruntime") from error
            raise


def parity(model: Any, predictor: Any, X: Any, tolerance: float = 1e-5) -> Parity:
    """Compare a predictor's answers with those of the model it was made from.

    Parameters
    ----------
    model : object
        The original.
    predictor : OnnxPredictor
        What was made from it.
    X : table or array of shape (n_rows, n_features)
        The rows to ask for: real ones, with the largest and the finest numbers that occur.
    tolerance : float
        How much numbers may differ: absolute for values up to 1, relative above.

    Returns
    -------
    Parity
        The report; ``str`` of it is the verdict.
    """
    n_differ, largest = 0, 0.0
    for name in predictor.methods:
        expected, found = np.asarray(getattr(model, name)(X)), np.asarray(getattr(predictor, name)(X))
        if expected.shape != found.shape:
            largest = np.inf
        elif found.dtype.kind != "f" or (name == "predict" and predictor.classes_ is not None):
            n_differ += int((expected != found).reshape(len(found), -1).any(axis=1).sum())
        else:
            gap = np.abs(found - expected) / np.maximum(1, np.abs(expected))
            gap[(expected == found) | (np.isnan(expected) & np.isnan(found))] = 0
            largest = max(largest, float(np.nan_to_num(gap, nan=np.inf).max(initial=0)))
    return Parity(len(found), n_differ, largest, tolerance)


def _converted(model: Any, sample: Any, note: dict[str, Any]) -> bytes:
    """Return the model as an ONNX file: with one array as input, or an input for each column of a table."""
    import onnx
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import FloatTensorType, StringTensorType

    types = [("X", FloatTensorType([None, np.shape(sample)[1]]))]
    if note["columns"]:
        numeric = {name: np.asarray(sample[name]).dtype.kind in "fiub" for name in note["columns"]}
        types = [
            (name, (FloatTensorType if yes else StringTensorType)([None, 1])) for name, yes in numeric.items()
        ]
    # An array of probabilities, not a list of dicts. "nocl" says nothing, but keeps the former away from
    # classifiers that cannot take it.
    option = {"zipmap" if "predict_proba" in note["methods"] else "nocl": False}
    options = {id(model): option} if "classes" in note else None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the converter's own use of other libraries
        graph = to_onnx(model, initial_types=types, options=options, target_opset=OPSET)
    onnx.helper.set_model_props(graph, {NOTE: json.dumps(note)})
    return bytes(graph.SerializeToString())


FORMAT = OnnxFormat()
