"""Trains the model to be saved as anybody would train it again.

Misconception: any-model-will-do
Fails: test_nine_of_ten_wrong_implementations_are_caught
"""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)


def trained():
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)


def test_the_answers_are_the_same(save, reload, tmp_path):
    model = trained()
    labels, probabilities = model.predict(X), model.predict_proba(X)
    save(model, tmp_path / "model")
    again = reload(tmp_path / "model")
    assert np.array_equal(again.predict_proba(X), probabilities)
    assert np.array_equal(again.predict(X), labels)
