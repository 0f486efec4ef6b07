"""The hidden checks."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier


def fitted():
    """Return a model that there was not before, and rows for it."""
    random = np.random.default_rng()
    X = random.normal(size=(60, 4))
    return DecisionTreeClassifier(max_depth=4).fit(X, random.integers(0, 3, 60)), X


@pytest.mark.points(2)
def test_probabilities_survive(submission, new_process, tmp_path):
    """The probabilities of a loaded model are those of the saved one."""
    model, X = fitted()
    submission.save_model(model, tmp_path / "a.joblib")
    got = new_process().load_model(tmp_path / "a.joblib").predict_proba(X)
    assert got.dtype == np.float64 and np.array_equal(got, model.predict_proba(X)), "they are others"


@pytest.mark.points(2)
def test_the_second_model_replaces_the_first(submission, new_process, tmp_path):
    """Two models are saved under one path."""
    (first, X), (second, _) = fitted(), fitted()
    submission.save_model(first, tmp_path / "a.joblib")
    submission.save_model(second, tmp_path / "a.joblib")
    loaded = new_process().load_model(tmp_path / "a.joblib")
    assert np.array_equal(loaded.predict(X), second.predict(X)), "the first one is still there"
