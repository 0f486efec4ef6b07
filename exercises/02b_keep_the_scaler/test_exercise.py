"""Checks of 02b, in teaching order. `submission` is the learner's module in a process of its own."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from rehydrate.lab.expect import expect_equal

X, y = load_iris(return_X_y=True)
TRAINING, HELD_OUT = train_test_split(np.arange(len(y)), test_size=0.2, random_state=6)
UNITS = [1, 64, 1 / 64, 1 / 64]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "flowers.joblib"


def labels_of(program, path, rows):
    """Predict, and make sure that there is a label for every row."""
    labels = np.asarray(program.predict(path, rows))
    assert labels.shape == (len(rows),), (
        f"{len(rows)} rows were asked, and predict returned the shape {labels.shape}, not a label for each"
    )
    return labels


def accuracy(labels, which):
    return float((labels == y[which]).mean())


@cache
def known_mistakes():
    """Return the labels of the held-out rows when they are scaled too seldom or too often."""
    scaler = StandardScaler().fit(X[TRAINING])
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X[TRAINING]), y[TRAINING])
    twice = scaler.transform(scaler.transform(X[HELD_OUT]))
    return {"not scaled": classifier.predict(X[HELD_OUT]), "scaled twice": classifier.predict(twice)}


def expect_right(labels, path, before):
    """Nine of ten labels are right; if not, say whose labels they are and what the file holds."""
    if accuracy(labels, HELD_OUT) >= 0.9:
        return
    said = f"{before}{int((labels == y[HELD_OUT]).sum())} of {len(HELD_OUT)} labels are right"
    for how, known in known_mistakes().items():
        if np.array_equal(labels, known):
            said += f"; they are the labels of rows that were {how}"
    content = path.read_bytes() if path.is_file() else b""
    held = [name for name in ("StandardScaler", "LogisticRegression") if name.encode() in content]
    raise AssertionError(said + (f"; in the file: {' and '.join(held)}" if held else ""))


def test_the_file_alone_is_enough(submission, new_process, path):
    """One process trains; another gets the path and the raw held-out rows.

    Another process is to get a right label for nearly every row. What it needs did not travel in the file, or
    predict does not use it as train did, or does not return labels.
    """
    reported = submission.train(X, y, path)
    labels = labels_of(new_process(), path, X[HELD_OUT])
    promised = f"train reported an accuracy of {reported:.2f}; " if isinstance(reported, float) else ""
    expect_right(labels, path, f"{promised}in the new process, ")


def test_raw_rows_get_the_right_labels(submission, path):
    """The process that trained predicts the raw held-out rows.

    Raw rows went in and most labels are wrong. Follow one row from the caller to the classifier: how many
    times is it scaled, and with which numbers?
    """
    submission.train(X, y, path)
    expect_right(labels_of(submission, path, X[HELD_OUT]), path, "")


def test_the_file_may_be_moved_and_replaced(submission, path, tmp_path):
    """After training, the folder is listed. The file moves and is asked; then a new one takes its place.

    The model needs more than the one file, or the file has another name than was asked for, or predict does
    not read the file that now lies at the path.
    """
    submission.train(X, y, path)
    found = sorted(each.name for each in tmp_path.iterdir())
    assert found == [path.name], f"the folder holds {found or 'nothing'}; it should hold {[path.name]}"
    before = labels_of(submission, path, X[HELD_OUT])
    elsewhere = tmp_path / "shipped" / "model"
    elsewhere.parent.mkdir()
    path.rename(elsewhere)
    expect_equal(labels_of(submission, elsewhere, X[HELD_OUT]), before, "the labels after the move")
    submission.train(X, 2 - y, path)
    assert (labels_of(submission, path, X[HELD_OUT]) != before).any(), (
        "a training with the labels 0 and 2 exchanged replaced the file, and predict answers as before"
    )


def test_the_label_of_a_row_is_its_own(submission, path):
    """Thirty rows are asked together, each alone, and with a giant flower; calls of fit are noted.

    An answer is to depend on the row and the file alone: not on other rows that are asked with it, and not on
    a training that predict makes.
    """
    submission.train(X, y, path)
    together = labels_of(submission, path, X[HELD_OUT])
    alone = np.array([labels_of(submission, path, X[[i]])[0] for i in HELD_OUT])
    changed = int((alone != together).sum())
    assert changed == 0, f"{changed} of {len(HELD_OUT)} rows get another label when they are asked alone"
    beside = labels_of(submission, path, np.vstack([X[HELD_OUT], [[500, 300, 100, 30]]]))[:-1]
    changed = int((beside != together).sum())
    assert changed == 0, f"{changed} of {len(HELD_OUT)} rows get another label beside a giant flower"
    fitted = submission.probes.fitted_while_predicting(path, X[HELD_OUT])
    assert not fitted, f"predict called fit of {' and '.join(fitted)}"


def test_other_units_give_the_same_labels(submission, new_process, tmp_path):
    """One process trains and predicts; another does both with each column in another unit.

    A scaler that has learned each column from the training rows makes the unit irrelevant. Here it was
    missing, or worked with numbers from elsewhere.
    """
    labels = []
    for program, unit in ((submission, 1), (new_process(), UNITS)):
        program.train(X * unit, y, tmp_path / "flowers")
        labels.append(labels_of(program, tmp_path / "flowers", X * unit))
    changed = int((labels[0] != labels[1]).sum())
    assert changed == 0, f"with other units, {changed} of {len(X)} rows get another label"


def test_nothing_is_learned_from_the_held_out_rows(submission, tmp_path):
    """The program trains twice; then the held-out rows hold other numbers, so a low accuracy is expected.

    The same training rows led to another model. Rows that `random_state=6` holds out were used in training.
    """
    disturbed = X.copy()
    disturbed[HELD_OUT] = disturbed[HELD_OUT] * 3 + 40
    submission.train(X, y, tmp_path / "a")
    usual = labels_of(submission, tmp_path / "a", X[TRAINING])
    submission.train(disturbed, y, tmp_path / "b")
    changed = int((labels_of(submission, tmp_path / "b", X[TRAINING]) != usual).sum())
    assert changed == 0, f"the held-out rows were changed, and {changed} training rows got another label"


def test_the_report_is_that_of_the_file(submission, tmp_path):
    """The report is compared with the file's labels; then once more, with the held-out rows moved by 1 cm.

    What train returned is not the share of held-out rows that the file gets right. It was measured on other
    rows, or on rows prepared in another way, or with another model, or changed afterwards.
    """
    moved = X.copy()
    moved[HELD_OUT] += 1
    for rows, which in ((X, ""), (moved, "held-out rows moved by 1 cm: ")):
        path = tmp_path / f"{len(which)}"
        reported = submission.train(rows, y, path)
        assert isinstance(reported, float | np.floating), (
            f"train returned {type(reported).__name__}, not the accuracy"
        )
        reached = accuracy(labels_of(submission, path, rows[HELD_OUT]), HELD_OUT)
        known = accuracy(labels_of(submission, path, X[TRAINING]), TRAINING)
        assert abs(reported - reached) < 1e-9, (
            f"{which}train reported {float(reported)!r}; the file gets {reached!r} of them right "
            f"(of the training rows {known!r})"
        )
