"""The six checks of the assignment; the graders differ in how they call them.

``submission`` is the student's module, or whatever holds what their notebook defined. Each cell below the
first is a check of one point.
"""

from functools import cache

import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODELS = {
    "line": LogisticRegression(max_iter=500),
    "forest": RandomForestClassifier(n_estimators=10, random_state=0),
    "pipeline": make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)),
}


@cache
def trained(name):
    """Return a fitted model, rows that it did not see, and its probabilities for them."""
    X, y = load_iris(return_X_y=True)
    model = MODELS[name].fit(X[::2], y[::2])
    return model, X[1::10], model.predict_proba(X[1::10])


# %% visible
def test_a_loaded_model_gives_the_same_probabilities(submission, tmp_path):
    """A model is saved and loaded, and asked for probabilities."""
    model, rows, expected = trained("line")
    submission.save_model(model, tmp_path / "model.joblib")
    loaded = submission.load_model(tmp_path / "model.joblib")
    assert np.array_equal(loaded.predict_proba(rows), expected), "other probabilities came back"


# %% visible
def test_missing_folders_are_made(submission, tmp_path):
    """A pipeline is saved in a folder inside a folder, neither of which exists yet."""
    model, rows, expected = trained("pipeline")
    path = tmp_path / "models" / "iris" / "model.joblib"
    submission.save_model(model, path)
    loaded = submission.load_model(path)
    assert np.array_equal(loaded.predict_proba(rows), expected), "other probabilities came back"


# %% visible
def test_versions_are_counted(submission, tmp_path):
    """Three models are saved in a store, which numbers them."""
    store = submission.ModelStore(tmp_path / "store")
    numbers = [store.save(trained(name)[0]) for name in ("line", "forest", "pipeline")]
    assert numbers == [1, 2, 3], f"the versions are numbered {numbers}"
    assert list(store.versions()) == [1, 2, 3], f"the store lists {store.versions()}"


# %% visible
def test_the_newest_version_is_loaded(submission, tmp_path):
    """Two models are saved in a store; without a number, the second is loaded."""
    store = submission.ModelStore(tmp_path / "store")
    store.save(trained("line")[0])
    store.save(trained("forest")[0])
    answers = store.load().predict_proba(trained("forest")[1])
    assert np.array_equal(answers, trained("forest")[2]), "not the probabilities of the second model"


# %% hidden
def test_a_forest_gives_the_same_probabilities(submission, tmp_path):
    """A forest is saved and loaded, and asked for probabilities."""
    model, rows, expected = trained("forest")
    submission.save_model(model, tmp_path / "forest.joblib")
    loaded = submission.load_model(tmp_path / "forest.joblib")
    assert np.array_equal(loaded.predict_proba(rows), expected), "other probabilities came back"


# %% hidden
def test_each_version_is_loaded_by_its_number(submission, tmp_path):
    """Two models are saved in a store, and each is loaded by its number from a store opened anew."""
    store = submission.ModelStore(tmp_path / "store")
    numbers = [store.save(trained(name)[0]) for name in ("forest", "pipeline")]
    again = submission.ModelStore(tmp_path / "store")
    for number, name in zip(numbers, ("forest", "pipeline"), strict=True):
        answers = again.load(number).predict_proba(trained(name)[1])
        assert np.array_equal(answers, trained(name)[2]), f"version {number} holds another model"
