"""pickle instead of joblib, a NamedTuple, and the accuracy counted by hand."""

import pickle
from pathlib import Path
from typing import NamedTuple

from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split


class Report(NamedTuple):
    accuracy_before: float
    accuracy_after: float
    identical: bool


def train_save_reload(path, seed):
    X, y = load_iris(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)
    forest = RandomForestClassifier(n_estimators=10, random_state=seed).fit(X_train, y_train)

    Path(path).write_bytes(pickle.dumps(forest))
    reloaded = pickle.loads(Path(path).read_bytes())

    before, after = forest.predict_proba(X_test), reloaded.predict_proba(X_test)
    shares = [float((proba.argmax(axis=1) == y_test).mean()) for proba in (before, after)]
    return Report(*shares, identical=before.tolist() == after.tolist())
