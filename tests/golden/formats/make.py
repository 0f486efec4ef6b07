"""Write the golden files of the formats whose bytes are ours: ``python tests/golden/formats/make.py``.

Each is named by its format, what is in it, and the version that wrote it. A file is never replaced: when a
format's bytes change, its schema number does, and the files of a new version come beside the old ones.
"""

import sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate import formats

HERE = Path(__file__).parent


def rows():
    """Return the 24 rows that every model was fitted on and is asked about, and their names of three."""
    X = np.arange(96.0).reshape(24, 4) % 7 + np.arange(24.0)[:, None] / 8
    return X, np.array(["high", "low", "middle"])[np.arange(24) // 8]


def models():
    """Return what is written, by format and name."""
    X, y = rows()
    line = make_pipeline(StandardScaler(), LogisticRegression(C=0.5)).fit(X, y)
    forest = make_pipeline(StandardScaler(), RandomForestClassifier(3, max_depth=3, random_state=0)).fit(X, y)
    wide = {"model": line, "table": np.linspace(0, 1, 1000)}  # large enough to lie beside the stream
    return {("pickle", "line"): wide, ("npz_linear", "line"): line, ("npz_trees", "forest"): forest}


if __name__ == "__main__":
    X, _ = rows()
    for (name, what), model in models().items():
        fmt = formats.get(name)
        path = HERE / f"{name}_{what}_sklearn-{sklearn.__version__}{fmt.suffix}"
        if path.exists():
            sys.exit(f"{path} exists; golden files are not replaced")
        fmt.dump(model, path)
        asked = model["model"] if isinstance(model, dict) else model
        np.save(path.with_suffix(".npy"), asked.predict_proba(X))
