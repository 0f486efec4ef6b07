"""Compares probabilities as one compares computed numbers, with a tolerance.

Misconception: close-enough
Fails: test_a_reload_that_is_nearly_equal_is_caught,
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


def test_the_answers_are_the_same(save, reload, tmp_path):
    model = trained()
    labels, probabilities = model.predict(X), model.predict_proba(X)
    save(model, tmp_path / "first")
    save(make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y), tmp_path / "second")
    again = reload(tmp_path / "first")
    assert np.allclose(again.predict_proba(X), probabilities, atol=1e-2)
    assert np.array_equal(again.predict(X), labels)
