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
COPIERS = ("cloudpickle.", "joblib.externals.", "dill.", "marshal.", "types.CodeType", "types.FunctionType")


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

    The script is to end without an error, and to leave a file at PATH. If the error is about pickling, it
    tells which object could not be saved.
    """
    train(submission, path)


def test_a_process_without_the_script_loads_it(submission, new_process, path):
    """train.py runs; a process that has features.py and no train.py loads the file.

    Loading imports each module that the file names and looks up names in it. A module or a name is missing
    here, or a module does more than define things when it is imported.
    """
    train(submission, path)
    kind = new_process(without=["train.py"]).probes.load(path)
    assert kind != "NoneType", "the file was loaded and holds None"


def test_it_predicts_what_the_pipeline_was_meant_to(submission, new_process, path):
    """The process without train.py predicts fifteen rows of the usual kind.

    What was saved is another pipeline than the one that the task describes, or no pipeline, or it needs
    something that is not here.
    """
    train(submission, path)
    answers = new_process(without=["train.py"]).probes.probabilities(path, ROWS)
    compare(answers, ROWS, "rows of the usual kind")


def test_negative_readings_still_count_as_zero(submission, new_process, path):
    """The process without train.py predicts rows in which two readings are negative.

    Negative readings are to count as zero, and then a smallest width of the training rows is to replace a
    smaller one. No training row is negative, so only new rows can show a difference.
    """
    train(submission, path)
    rows = ROWS.copy()
    rows[:, [1, 2]] = [-0.8, -1.5]
    answers = new_process(without=["train.py"]).probes.probabilities(path, rows)
    compare(answers, rows, "rows with negative readings")


def test_loading_and_predicting_train_nothing(submission, new_process, path):
    """A process that could import train.py loads the file and predicts, while trainings are counted.

    A training is to take place in train.py, when it is started by hand, and nowhere else: not while a module
    is imported, and not in the loaded object.
    """
    train(submission, path)
    trained = new_process().probes.n_trainings(path, ROWS)
    assert trained == 0, f"the file was loaded and asked; meanwhile {trained} classifier was trained"


def test_the_file_names_its_code(submission, new_process, path):
    """The service loads the file, and every name that is looked up meanwhile is noted.

    Code that is mended in features.py reaches the service only if the file asks for it there by name. Here it
    asks for nothing in features.py, or for a tool that makes functions out of a copy of their code.
    """
    train(submission, path)
    asked_for = new_process(without=["train.py"]).probes.addresses(path)
    copies = [name for name in asked_for if name.startswith(COPIERS)]
    assert not copies, f"the file has code in it: to unpack that, it asks for {copies[0].rpartition('.')[0]}"
    own = [name for name in asked_for if name.startswith(("features.", "train.", "__main__."))]
    assert own, "the file asks for nothing in features.py"
