"""What really happens with each of these files here: python what_happens.py FILE... prints JSON.

Every file is loaded and asked for the predictions that the environment that made it recorded.
"""

import json
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np
import pandas as pd


def what_happens(path):
    """Return the outcome in the doctor's words, and the reason."""
    try:
        model = joblib.load(path)
    except Exception as error:
        return "fails at load", f"{type(error).__name__}: {error}"
    expected = np.load(path.with_suffix(".ref.npy"))
    table = pd.read_csv(path.with_name("df.csv"), index_col=0)
    rows = table if path.stem.startswith("coltrans") else np.load(path.with_name("X.npy"))
    try:
        found = (model.predict_proba if hasattr(model, "predict_proba") else model.decision_function)(rows)
    except Exception as error:
        return "fails at predict", f"{type(error).__name__}: {error}"
    if found.shape != expected.shape or not np.allclose(found, expected, rtol=1e-9, atol=1e-9):
        return "silently wrong", f"rows sum to {found.sum(axis=1).max():g}"
    return "loads and predicts", "bitwise" if np.array_equal(found, expected) else "close"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps({name: what_happens(Path(name)) for name in sys.argv[1:]}))
