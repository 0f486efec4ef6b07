"""Asks the reload for its score, as one asks a Pipeline.

Misconception: the-class-was-promised
Fails: test_no_test_refuses_a_right_implementation,
    test_half_of_the_wrong_implementations_are_caught, test_a_reload_that_is_nearly_equal_is_caught,
    test_nine_of_ten_wrong_implementations_are_caught
"""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)


def trained():
    labels = np.random.default_rng(0).permutation(y[::2])
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X[::2], labels)


def test_the_score_is_the_same(save, reload, tmp_path):
    model = trained()
    save(model, tmp_path / "model")
    assert reload(tmp_path / "model").score(X, y) == model.score(X, y)
