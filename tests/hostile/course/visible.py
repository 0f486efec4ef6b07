"""The checks of the exercise that the hostile submissions are handed in for.

Every model is made anew from random numbers, so nobody can know its predictions but who has kept it.
"""

import stat

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier


def fitted():
    """Return a model that there was not before, and rows for it."""
    random = np.random.default_rng()
    X = random.normal(size=(60, 4))
    return DecisionTreeClassifier(max_depth=4).fit(X, random.integers(0, 3, 60)), X


def test_a_file_is_written(submission, tmp_path):
    """A model is saved."""
    submission.save_model(fitted()[0], tmp_path / "a.joblib")
    written = tmp_path / "a.joblib"
    assert written.exists(), "no file was written at the path"
    assert stat.S_ISREG(written.lstat().st_mode), "what is at the path is no plain file"
    assert written.stat().st_size > 500, "the file is too small to hold a model"


def test_a_new_process_predicts_the_same(submission, new_process, tmp_path):
    """A model is saved, and loaded in another process."""
    model, X = fitted()
    submission.save_model(model, tmp_path / "a.joblib")
    loaded = new_process().load_model(tmp_path / "a.joblib")
    assert np.array_equal(loaded.predict(X), model.predict(X)), "its predictions are others"


def test_the_file_alone_is_enough(submission, new_process, tmp_path):
    """The content of the file is moved to another folder; all else that was written there is deleted."""
    model, X = fitted()
    submission.save_model(model, tmp_path / "a.joblib")
    content = (tmp_path / "a.joblib").read_bytes()
    for entry in tmp_path.iterdir():
        entry.unlink()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "b.joblib").write_bytes(content)
    loaded = new_process().load_model(tmp_path / "there" / "b.joblib")  # the first one stands still
    assert np.array_equal(loaded.predict(X), model.predict(X)), "its predictions are others"
    with pytest.raises(FileNotFoundError):
        submission.load_model(tmp_path / "a.joblib")


def test_the_models_are_listed(submission, tmp_path):
    """A folder with three models in it is listed."""
    wanted = sorted(
        np.random.default_rng().choice(["ada", "bob", "cyd", "dan", "eve"], 3, replace=False).tolist()
    )
    for name in reversed(wanted):
        (tmp_path / f"{name}.joblib").touch()
    got = submission.names(tmp_path)
    assert got == wanted, f"names(folder) gave {got!r}, expected {wanted!r}"
