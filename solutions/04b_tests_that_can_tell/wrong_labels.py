"""Compares labels with those from before the save, and nothing else.

Misconception: labels-are-enough
Fails: test_half_of_the_wrong_implementations_are_caught,
    test_a_reload_that_is_nearly_equal_is_caught, test_nine_of_ten_wrong_implementations_are_caught
"""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)


def trained():
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)


def test_the_labels_are_the_same(save, reload, tmp_path):
    model = trained()
    before = model.predict(X)
    save(model, tmp_path / "model")
    assert np.array_equal(reload(tmp_path / "model").predict(X), before)
