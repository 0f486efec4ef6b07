"""Checks of 02c, in teaching order. train.py runs in one process; others load what it saved."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

LENGTHS, WIDTHS = [0, 2], [1, 3]
X, y = load_iris(return_X_y=True)
ROWS = X[::10]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "flowers.joblib"


def with_ratios(rows):
    """Return rows as the pipeline's first two steps leave them."""
    rows = np.maximum(rows, 0)
    return np.hstack([rows, rows[:, LENGTHS] / np.maximum(rows[:, WIDTHS], X[:, WIDTHS].min(axis=0))])


@cache
def classifier():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(with_ratios(X), y)


def train(submission, path):
    """Run train.py and make sure that it left a file."""
    submission.probes.run_script(path)
    assert path.is_file(), "train.py ran to its end, and there is no file at PATH"


def compare(answers, rows, which):
    """Compare with the pipeline as the task describes it; another training may differ in the last digits."""
    answers = np.asarray(answers)
    wanted = classifier().predict_proba(with_ratios(rows))
    assert answers.shape == wanted.shape, f"the probabilities have the shape {answers.shape}"
    gap = float(np.abs(answers - wanted).max())
    assert gap < 1e-6, f"for {which}, the probabilities are off by up to {gap:.2g}"


def test_the_script_saves_a_file(submission, path):
    """The checker runs `python train.py PATH`.

    The script stopped, or wrote no file at PATH. A pipeline can only be saved if each function and class in
    it can be found by its name.
    """
    train(submission, path)


def test_a_process_without_the_script_loads_it(submission, new_process, path):
    """train.py runs; a process that has features.py and no train.py loads the file.

    The file names something that this process does not have. The error says what, and where it was looked
    for.
    """
    train(submission, path)
    kind = new_process(without=["train.py"]).probes.load(path)
    assert kind != "NoneType", "the file was loaded and holds None"


def test_it_predicts_what_the_pipeline_was_meant_to(submission, new_process, path):
    """The process without train.py predicts fifteen rows of the usual kind.

    The pipeline that was saved is another than the one that the task describes. Which step is missing, or
    different?
    """
    train(submission, path)
    answers = new_process(without=["train.py"]).probes.probabilities(path, ROWS)
    compare(answers, ROWS, "rows of the usual kind")


def test_negative_readings_still_count_as_zero(submission, new_process, path):
    """The process without train.py predicts rows in which two readings are negative.

    No training row has a negative reading, so only new rows can show that this step changed.
    """
    train(submission, path)
    rows = ROWS.copy()
    rows[:, [1, 2]] = [-0.8, -1.5]
    answers = new_process(without=["train.py"]).probes.probabilities(path, rows)
    compare(answers, rows, "rows with negative readings")


def test_loading_and_predicting_train_nothing(submission, new_process, path):
    """A process that could import train.py loads the file and predicts, while trainings are counted.

    A training took place. Something in the file leads to train.py, and importing it runs what stands there.
    """
    train(submission, path)
    trained = new_process().probes.n_trainings(path, ROWS)
    assert trained == 0, f"the file was loaded and asked; meanwhile {trained} classifier was trained"


def test_the_file_names_its_code(submission, new_process, path):
    """A process that has neither train.py nor features.py tries to load the file. It should not be able to.

    The file does not depend on features.py: either it carries a copy of the code, or it does without the
    class that belongs there.
    """
    train(submission, path)
    bare = new_process(without=["train.py", "features.py"])
    try:
        bare.probes.load(path)
    except (ImportError, AttributeError):
        return
    raise AssertionError(
        "the file was loaded where there is no features.py: whatever is mended there will not reach it"
    )
