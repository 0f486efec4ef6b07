"""The experiments of 07a, run in a process of their own. Read it after you have predicted."""

import joblib
import numpy as np
from sklearn.datasets import load_iris, make_blobs
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)


def fitted(C=1.0):
    return LogisticRegression(C=C, max_iter=1000).fit(X, y)


def reloaded(model, path="model.joblib"):
    """Save a model and return what comes out of the file."""
    joblib.dump(model, path)
    return joblib.load(path)


def c_and_the_weights():
    model = fitted()
    loaded = reloaded(model).set_params(C=0.001)
    return loaded.C, bool(np.array_equal(loaded.coef_, model.coef_))


def trees_of_the_forest():
    """Count the trees whose mean is what predict_proba gives."""
    loaded = reloaded(RandomForestClassifier(n_estimators=20, random_state=0).fit(X, y), "forest.joblib")
    loaded.set_params(n_estimators=5)
    said = loaded.predict_proba(X)
    votes = [tree.predict_proba(X) for tree in loaded.estimators_]
    voting = [n for n in (5, 20) if np.allclose(np.mean(votes[:n], axis=0), said)]
    return loaded.n_estimators, *voting


def save_load_and_set(path):
    reloaded(fitted(), path).set_params(C=0.001)


def c_of_the_file(path):
    return joblib.load(path).C


def recorded_and_learned():
    """Look which of the two values, if trained with, gives exactly these weights."""
    loaded = reloaded(fitted()).set_params(C=0.001)
    recorded = loaded.get_params()["C"]
    learned = [C for C in (0.001, 1.0) if np.array_equal(fitted(C).coef_, loaded.coef_)]
    return recorded, *learned


def after_fit():
    model, new = fitted(), fitted(C=0.001)
    loaded = reloaded(model).set_params(C=0.001).fit(X, y)
    return tuple(bool(np.array_equal(loaded.coef_, other.coef_)) for other in (new, model))


def which_answer_differently():
    return _changed(X, y)


def which_answer_differently_for_other_data():
    return _changed(*make_blobs(n_samples=90, n_features=4, centers=3, cluster_std=4, random_state=1))


def _changed(X, y):
    """Name the kinds of model that give other probabilities after set_params, without another fit."""
    kinds = {
        "logistic regression": (LogisticRegression(max_iter=1000), {"C": 0.001}),
        "forest": (RandomForestClassifier(n_estimators=20, random_state=0), {"max_depth": 1}),
        "nearest neighbours": (KNeighborsClassifier(), {"n_neighbors": 1}),
        "boosting": (GradientBoostingClassifier(n_estimators=10, random_state=0), {"learning_rate": 0.5}),
        "scaler": (
            make_pipeline(StandardScaler(), LogisticRegression()),
            {"standardscaler__with_mean": False},
        ),
    }
    changed = []
    for name, (kind, parameters) in kinds.items():
        before = kind.fit(X, y).predict_proba(X)
        after = reloaded(kind).set_params(**parameters).predict_proba(X)
        changed += [] if np.array_equal(before, after) else [name]
    return tuple(changed)
