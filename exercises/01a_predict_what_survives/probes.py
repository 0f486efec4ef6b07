"""The experiments of 01a, run in a process of their own. Read it after you have predicted."""

import pickle
from pathlib import Path

import joblib
import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_iris, make_blobs
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

X, y = load_iris(return_X_y=True)


def names_before_fit():
    return len([name for name in vars(LogisticRegression()) if name.endswith("_")])


def shape_of_theta():
    return _model().coef_.shape


def clone_of_a_fitted_model():
    twin = clone(_model())
    return twin.C, hasattr(twin, "coef_")


def copy_by_pickle():
    model = _model()
    return _same(model, pickle.loads(pickle.dumps(model)))


def copy_by_joblib():
    model = _model()
    joblib.dump(model, Path("model.joblib"))
    return _same(model, joblib.load(Path("model.joblib")))


def retrained_or_reloaded():
    forest = RandomForestClassifier(n_estimators=10).fit(X, y)
    again = RandomForestClassifier(n_estimators=10).fit(X, y)
    loaded = pickle.loads(pickle.dumps(forest))
    return _agree(again, forest), _agree(loaded, forest)


def rows_inside():
    return _kinds_with_rows(X, y)


def rows_inside_of_other_data():
    return _kinds_with_rows(*make_blobs(n_samples=90, n_features=4, random_state=0))


def _model():
    return LogisticRegression(C=0.5, max_iter=500).fit(X, y)


def _same(model, copied):
    return copied is model, _agree(copied, model)


def _agree(one, other):
    return bool(np.array_equal(one.predict_proba(X), other.predict_proba(X)))


def _kinds_with_rows(X, y):
    """Name the kinds of model whose dumped bytes contain the bytes of a row."""
    kinds = {
        "logistic regression": LogisticRegression(max_iter=500),
        "forest": RandomForestClassifier(n_estimators=10, random_state=0),
        "svc": SVC(),
        "knn": KNeighborsClassifier(),
    }
    dumped = {name: pickle.dumps(kind.fit(X, y)) for name, kind in kinds.items()}
    return tuple(name for name, data in dumped.items() if any(row.tobytes() in data for row in X))
