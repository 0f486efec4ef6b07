"""Checks of 02b, in teaching order. `submission` is the learner's module in a process of its own."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

from rehydrate.lab.expect import expect_equal

X, y = load_iris(return_X_y=True)
TRAINING, HELD_OUT = train_test_split(np.arange(len(y)), test_size=0.2, random_state=6)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "flowers.joblib"


def n_right(labels):
    """Count the held-out rows whose label is right."""
    return int((np.asarray(labels) == y[HELD_OUT]).sum())


def test_the_file_alone_reaches_the_reported_accuracy(submission, new_process, path):
    """One process trains; another gets the path and the raw held-out rows.

    The accuracy that train reports is not the accuracy of the file. Something that train used while measuring
    did not travel.
    """
    reported = submission.train(X, y, path)
    reached = n_right(new_process().predict(path, X[HELD_OUT])) / len(HELD_OUT)
    assert isinstance(reported, float), f"train returned {type(reported).__name__}, not the accuracy"
    assert abs(reported - reached) < 1e-9, (
        f"train reported an accuracy of {reported:.2f}; the file reaches {reached:.2f} on the same rows"
    )


def test_raw_rows_get_the_right_labels(submission, path):
    """The process that trained predicts the raw held-out rows.

    Raw rows went in and most labels are wrong. Follow one row from the caller to the classifier: how many
    times is it scaled, and with which numbers?
    """
    submission.train(X, y, path)
    right = n_right(submission.predict(path, X[HELD_OUT]))
    assert right >= 0.9 * len(HELD_OUT), f"{right} of {len(HELD_OUT)} labels are right"


def test_training_leaves_one_file_and_it_may_be_moved(submission, path, tmp_path):
    """After training, the folder is listed; then the file moves to another folder and is asked there.

    The model needs more than the one file, or the file is not where it was asked for.
    """
    submission.train(X, y, path)
    found = sorted(each.name for each in tmp_path.iterdir())
    assert found == [path.name], f"the folder holds {found or 'nothing'}; it should hold {[path.name]}"
    before = submission.predict(path, X[HELD_OUT])
    elsewhere = tmp_path / "shipped" / "model"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    expect_equal(submission.predict(elsewhere, X[HELD_OUT]), before, "the labels after the move")


def test_the_label_of_a_row_is_its_own(submission, path):
    """Thirty rows are asked together, then each of them alone.

    A row got another label when it came alone. So its neighbours took part in the answer.
    """
    submission.train(X, y, path)
    together = submission.predict(path, X[HELD_OUT])
    alone = [submission.predict(path, X[[i]])[0] for i in HELD_OUT]
    changed = int((np.asarray(alone) != together).sum())
    assert changed == 0, f"{changed} of {len(HELD_OUT)} rows get another label when they are asked alone"


def test_nothing_is_learned_from_the_held_out_rows(submission, tmp_path):
    """The program trains twice; the second time the held-out rows hold other numbers.

    The labels of training rows changed although every training row was the same. Something was fitted on the
    held-out rows.
    """
    disturbed = X.copy()
    disturbed[HELD_OUT] = disturbed[HELD_OUT] * 3 + 40
    submission.train(X, y, tmp_path / "a")
    usual = submission.predict(tmp_path / "a", X[TRAINING])
    submission.train(disturbed, y, tmp_path / "b")
    changed = int((submission.predict(tmp_path / "b", X[TRAINING]) != usual).sum())
    assert changed == 0, f"the held-out rows were changed, and {changed} training rows got another label"
