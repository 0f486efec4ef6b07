"""What a process does before students are forked from it: import the libraries, and use them once.

A first use costs more than a later one, in a library as in its first reader: names are looked up, signatures
are read, tables are made. A forked child inherits what is ready; what is not, every child would do again.
"""

import gc
import importlib
import io
from collections.abc import Sequence

LIGHT = ("rehydrate.lab.engine.student", "rehydrate.lab.engine.sandbox.lock_in")
PRELOADED = (
    "numpy",
    "joblib",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "sklearn.neighbors",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "sklearn.tree",
    *LIGHT,
)


def up(libraries: Sequence[str]) -> None:
    """Import libraries, and use them if those of a model are among them."""
    gc.disable()  # nothing of a library is garbage
    for name in libraries:
        importlib.import_module(name)
    if "sklearn.pipeline" in libraries:
        _round_trip()
    gc.enable()


def _round_trip() -> None:
    """Train a small pipeline, dump it, load it and ask it, as nearly every answer does."""
    import joblib
    from sklearn.datasets import load_iris
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    X, y = load_iris(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    for model in (LogisticRegression(), RandomForestClassifier(n_estimators=1, random_state=0)):
        file = io.BytesIO()
        joblib.dump(make_pipeline(StandardScaler(), model).fit(X_train, y_train), file)
        file.seek(0)
        joblib.load(file).score(X_test, y_test)
