"""Runs everything and claims nothing.

Misconception: no-error-is-success
Fails: test_every_test_fails_where_nothing_is_done,
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
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)


def test_it_works(save, reload, tmp_path):
    save(trained(), tmp_path / "model")
    print(reload(tmp_path / "model"))
