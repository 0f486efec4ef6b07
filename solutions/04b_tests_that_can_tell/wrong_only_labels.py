"""Compares labels, carefully: of other paths and after changes, too.

Misconception: labels-are-enough
Fails: test_a_reload_that_is_nearly_equal_is_caught, test_nine_of_ten_wrong_implementations_are_caught
"""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)


def trained(seed):
    """Fit a pipeline that no other training comes to: half of the flowers, with labels in disorder."""
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(X))[:75]
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X[rows], rng.permutation(y[rows]))


def test_the_labels_are_those_from_before_the_save(save, reload, tmp_path):
    """Every single one."""
    model = trained(seed=1)
    before = model.predict(X)
    save(model, tmp_path / "model")
    assert np.array_equal(reload(tmp_path / "model").predict(X), before)


def test_a_change_after_the_save_does_not_reach_the_file(save, reload, tmp_path):
    """A file cannot know what became of the object in memory."""
    model = trained(seed=3)
    before = model.predict(X)
    save(model, tmp_path / "model")
    model.fit(X, y)
    assert np.array_equal(reload(tmp_path / "model").predict(X), before)


def test_two_paths_hold_two_models(save, reload, tmp_path):
    """The path decides which model comes back."""
    first, second = trained(seed=4), trained(seed=5)
    save(first, tmp_path / "first")
    save(second, tmp_path / "second")
    assert np.array_equal(reload(tmp_path / "first").predict(X), first.predict(X))
