"""Checks of 01a, in teaching order. No answer is written here: each check does the experiment and looks."""

import subprocess
import sys

import pytest

from rehydrate.lab.kinds.sheet import expect_complete, expect_predicted

SHEET = "test_every_question_has_one_of_its_answers"
OFFERED = {
    "after_the_process_ends": ["2.0", "0.0", "NameError"],
    "names_before_fit": [0, 2, 5],
    "shape_of_theta": [(4,), (3, 4), (150, 4), (150, 3)],
    "clone_of_a_fitted_model": [(0.5, True), (0.5, False), (1.0, True), (1.0, False)],
    "copy_by_pickle": [(True, True), (False, True), (False, False)],
    "edited_code": ["old", "new", "an error"],
    "rows_inside": ("logistic regression", "forest", "svc", "knn"),
    "retrained_or_reloaded": [(True, True), (False, True), (False, False)],
}
GREETER = """
class Greeter:
    def predict(self):
        return "old"
"""


def test_every_question_has_one_of_its_answers(submission):
    """The sheet is read: eight questions, each with one of the answers offered.

    All eight are needed before the experiments begin. Copy an answer as it stands in the comment above the
    question: numbers, True and False without quotes, words with quotes, several values in round brackets.
    """
    expect_complete(submission, OFFERED)


@pytest.mark.after(SHEET)
def test_after_the_process_ends(submission, tmp_path):
    """Question 1: one process fits a model and ends; another one asks for it by name.

    A name belongs to one process. When the process ends, its memory goes back to the operating system, and
    nothing was written down.
    """
    run("import statistics; model = statistics.linear_regression([1, 2, 3], [2, 4, 6])", tmp_path)
    expect_predicted(submission, OFFERED, "after_the_process_ends", run("print(model.slope)", tmp_path))


@pytest.mark.after(SHEET)
def test_names_before_fit(submission, new_process):
    """Question 2: the attributes of an estimator that was never fitted are listed.

    The underscore at the end marks what `fit` has learned. The constructor stores hyperparameters and nothing
    else.
    """
    expect_predicted(submission, OFFERED, "names_before_fit", new_process().probes.names_before_fit())


@pytest.mark.after(SHEET)
def test_shape_of_theta(submission, new_process):
    """Question 3: a logistic regression is fitted on three species, and its weights are counted.

    A logistic regression with several classes has one weight for each pair of class and feature, however many
    rows there were.
    """
    expect_predicted(submission, OFFERED, "shape_of_theta", new_process().probes.shape_of_theta())


@pytest.mark.after(SHEET)
def test_clone_of_a_fitted_model(submission, new_process):
    """Question 4: a fitted model is cloned; the clone is asked for C, and whether it has coef_.

    `clone` builds a new estimator with the same hyperparameters. It is made for cross-validation, where every
    fold has to start unfitted.
    """
    expect_predicted(
        submission, OFFERED, "clone_of_a_fitted_model", new_process().probes.clone_of_a_fitted_model()
    )


@pytest.mark.after(SHEET)
def test_copy_by_pickle(submission, new_process):
    """Question 5: a model goes through pickle and back. Same object? Same probabilities?

    Loading builds a second object from the bytes. Every number is written with all its bits, so the two
    answer alike.
    """
    expect_predicted(submission, OFFERED, "copy_by_pickle", new_process().probes.copy_by_pickle())


@pytest.mark.after(SHEET)
def test_edited_code(submission, tmp_path):
    """Question 6: the module is edited between saving and loading.

    The file holds the object's state and the name of its class. The methods come from the module that is
    there when the file is loaded.
    """
    expect_predicted(submission, OFFERED, "edited_code", old_object_after_an_edit(tmp_path))


@pytest.mark.after(SHEET)
def test_rows_inside(submission, new_process):
    """Question 7: the bytes of every flower are searched in four dumped models.

    A model keeps what it needs to answer. Some kinds answer from a summary of the rows, others by comparing
    with rows they have kept.
    """
    expect_predicted(submission, OFFERED, "rows_inside", new_process().probes.rows_inside())


@pytest.mark.after(SHEET)
def test_retrained_or_reloaded(submission, new_process):
    """Question 8: a forest is retrained without a seed, and reloaded. Which one answers as before?

    Training a forest draws random rows and features, anew each time. Loading draws nothing.
    """
    expect_predicted(
        submission, OFFERED, "retrained_or_reloaded", new_process().probes.retrained_or_reloaded()
    )


def run(program, folder):
    """Run a program in a new process; return what it printed, or the name of the error that stopped it."""
    command = [sys.executable, "-B", "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return done.stdout.strip() if done.returncode == 0 else done.stderr.strip().splitlines()[-1].split(":")[0]


def old_object_after_an_edit(folder):
    """Pickle an object, edit its class, and ask the object in a new process."""
    (folder / "greeter.py").write_text(GREETER)
    run("import greeter, pickle; pickle.dump(greeter.Greeter(), open('greeter.pkl', 'wb'))", folder)
    (folder / "greeter.py").write_text(GREETER.replace("old", "new"))
    answer = run("import pickle; print(pickle.load(open('greeter.pkl', 'rb')).predict())", folder)
    return answer if answer in ("old", "new") else "an error"
