"""The evaluator's own table for two models: one whose cold start is all imports, one that is all array."""

import tempfile

from models import linear, neighbours, rows

from rehydrate.evaluate import evaluate

FORMATS = {
    "LR pipeline": (linear, 20, ["joblib", "pickle", "npz_linear", "onnx"]),
    "KNN 50 MB": (neighbours(50), 62, ["joblib", "joblib+mapped", "pickle", "pickle+mapped"]),
}


def run(folder, quick):
    """Print a table for each model; every format has to give the same model back."""
    tempfile.tempdir = str(folder)  # where the evaluator writes its files
    faithful = True
    for name, (made, n_columns, formats) in list(FORMATS.items())[: 1 if quick else 2]:
        X, _ = rows(200, n_columns, seed=1)
        print(f"\nEvaluator: {name}\n")
        sizes = (1, 10_000) if made is linear else (1, 100)
        few = {"repeats": 1, "workers": 0} if quick else {"repeats": 3}
        result = evaluate(made(), X, formats=formats, sizes=sizes, **few)
        print(result.table(), flush=True)
        faithful &= bool(result.measured) and all(one.fidelity.same for one in result.measured)
    return faithful
