"""Checks of 02a, in teaching order. `submission` is the learner's module in a process of its own."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate.lab.expect import expect_equal


@cache
def trained(disorder=7):
    """Return a model, raw rows, and the probabilities stored on the day of training.

    It learned from every second row and from labels in disorder, so that no other training gives the same.
    """
    X, y = load_iris(return_X_y=True)
    labels = np.random.default_rng(disorder).permutation(y[::2])
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X[::2], labels)
    return model, X[1::10], model.predict_proba(X[1::10])


@pytest.fixture
def model():
    return trained()[0]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "iris.joblib"


def loaded(process, path):
    """Load in a process of the learner's and say so if something else came than was saved."""
    model = process.load_model(path)
    assert repr(model) == "<Pipeline>", f"a Pipeline was saved, and load_model returned {repr(model)[:60]}"
    return model


def test_the_file_is_where_it_was_asked_for(submission, model, path):
    """A model is saved, then the checker looks for the file at that path.

    Whoever loads the file later knows the path they asked for and nothing else. The folder is there already;
    the file is not.
    """
    submission.save_model(model, path)
    found = sorted(each.name for each in path.parent.iterdir())
    assert path.is_file(), f"there is no file at the path; its folder holds {found or 'nothing'}"


def test_the_path_comes_back(submission, model, path):
    """A model is saved, and the checker looks at what save_model returns.

    Something other than the path came back. A caller wants to write it into a log, or hand it to load_model.
    """
    returned = submission.save_model(model, path)
    assert returned == path, f"save_model returned {describe(returned)}, not the Path"


def test_a_loaded_model_can_predict(submission, model, path):
    """A model is saved and loaded, and asked for predictions at once.

    What comes out of the file should be the model that went in, with all it has learned. Nothing has to be
    trained or added between load and predict.
    """
    submission.save_model(model, path)
    labels = loaded(submission, path).predict(trained()[1])
    assert len(labels) == 15, f"15 rows were asked for and {len(labels)} labels came back"


def test_it_gives_the_answers_stored_before_it_was_saved(submission, model, path):
    """A loaded model's probabilities are compared with those stored when it was trained.

    The model from the file should give exactly the numbers it gave on the day of training.
    """
    submission.save_model(model, path)
    expect_equal(loaded(submission, path).predict_proba(trained()[1]), trained()[2], "the probabilities")


def test_another_process_can_load_the_file(submission, new_process, model, path):
    """A model is saved; while that process still runs, another one loads the file.

    The other process has the path and nothing else. The file has to be complete when save_model returns.
    """
    submission.save_model(model, path)
    answers = loaded(new_process(), path).predict_proba(trained()[1])
    expect_equal(answers, trained()[2], "the probabilities in the other process")


def test_a_missing_file_is_an_error(submission, tmp_path):
    """A path at which nothing was ever saved is loaded.

    The caller asked for a model and was not told, by a FileNotFoundError, that there is none.
    """
    assert_no_model(submission, tmp_path / "never_saved.joblib")


def test_a_deleted_file_is_an_error(submission, model, path):
    """A model is saved and loaded, the file is deleted, then the path is loaded again in the same process.

    The file was deleted, so there is no model to return, whatever this process has seen before.
    """
    submission.save_model(model, path)
    submission.load_model(path)
    path.unlink(missing_ok=True)
    assert_no_model(submission, path)


def test_the_model_that_is_in_the_file_now(submission, model, path):
    """A model is saved and loaded, another one is saved to the same path, and that path is loaded again.

    The second save replaces what the first has written, and load gives what is in the file now.
    """
    submission.save_model(model, path)
    submission.load_model(path)
    newer, rows, answers = trained(disorder=8)
    submission.save_model(newer, path)
    observed = loaded(submission, path).predict_proba(rows)
    assert not np.array_equal(observed, trained()[2]), "load_model gave the first of the two models again"
    expect_equal(observed, answers, "the probabilities of the second model")


def test_a_damaged_file_is_not_a_missing_one(submission, model, path):
    """A model is saved, the file is cut in half, and the path is loaded.

    The file is there and cannot be read. The caller has to learn of that, by any error but FileNotFoundError.
    """
    submission.save_model(model, path)
    assert path.is_file(), "there is no file at the path that could be cut"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    try:
        found = submission.load_model(path)
    except FileNotFoundError:
        raise AssertionError("the file is there, damaged, and load_model says that it is not") from None
    except Exception:
        return
    raise AssertionError(f"half of the file was gone, and load_model returned {describe(found)}")


def test_missing_folders_are_made(submission, model, tmp_path):
    """A model is saved in a folder inside a folder, neither of which exists yet.

    Folders do not come into being by naming them in a path. save_model has to make them first, both of them.
    """
    path = tmp_path / "models" / "iris" / "first.joblib"
    submission.save_model(model, path)
    assert path.is_file(), "save_model returned, and the folders or the file are missing"


def test_the_name_of_the_file_is_kept(submission, model, tmp_path):
    """A model is saved under a name without the usual suffix: iris-2026.11

    A suffix is a part of a name, and the name belongs to the caller.
    """
    path = tmp_path / "iris-2026.11"
    submission.save_model(model, path)
    found = sorted(each.name for each in tmp_path.iterdir())
    assert path.is_file(), f"the file was to be called {path.name}; the folder holds {found or 'nothing'}"


def assert_no_model(process, path):
    """Expect FileNotFoundError, and say in words what came instead."""
    try:
        found = process.load_model(path)
    except FileNotFoundError:
        return
    except Exception as error:
        raise AssertionError(f"load_model raised {type(error).__name__}, not FileNotFoundError") from None
    what = "None" if found is None else "a model"
    raise AssertionError(f"there is no file at the path, and load_model returned {what}")


def describe(value):
    """Return a value as text without the machine's own folders."""
    if isinstance(value, list):
        return f"the list {[Path(str(each)).name for each in value]}"
    if isinstance(value, str | Path):
        return f"the {type(value).__name__} {Path(value).name}"
    return "None" if value is None else f"an object of type {type(value).__name__}"
