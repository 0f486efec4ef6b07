"""One function for each step, a compressed file, and `score` for the accuracy."""

from types import SimpleNamespace

import joblib
import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


def split():
    X, y = load_iris(return_X_y=True)
    return train_test_split(X, y, test_size=0.3, random_state=1)


def train(seed):
    X_train, _, y_train, _ = split()
    return RandomForestClassifier(n_estimators=10, random_state=seed).fit(X_train, y_train)


def round_trip(model, path):
    joblib.dump(model, path, compress=3)
    with open(path, "rb") as file:
        return joblib.load(file)


def train_save_reload(path, seed):
    _, X_test, _, y_test = split()
    forest = train(seed)
    accuracy_before = forest.score(X_test, y_test)
    reloaded = round_trip(forest, path)
    n_different = np.count_nonzero(forest.predict_proba(X_test) != reloaded.predict_proba(X_test))
    return SimpleNamespace(
        accuracy_before=accuracy_before,
        accuracy_after=reloaded.score(X_test, y_test),
        identical=n_different == 0,
    )
