"""Believes that a reload is right if the accuracy is.

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


def test_the_accuracy_is_as_good(save, reload, tmp_path):
    save(trained(), tmp_path / "model")
    assert (reload(tmp_path / "model").predict(X) == y).mean() > 0.9
