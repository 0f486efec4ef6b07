"""Checks of 01a, in teaching order. No answer is written here: each check does the experiment and looks."""

import subprocess
import sys

import pytest

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
    sheet = submission.PREDICTIONS
    assert isinstance(sheet, dict), "PREDICTIONS is no dict any more"
    missing = [name for name in OFFERED if unanswered(sheet, name)]
    assert not missing, f"{len(missing)} of {len(OFFERED)} questions have no answer yet: {', '.join(missing)}"
    for name, offered in OFFERED.items():
        assert is_offered(sheet[name], offered), f"{name}: {complaint(sheet[name], offered)}"


@pytest.mark.after(SHEET)
def test_after_the_process_ends(submission, tmp_path):
    """Question 1: one process fits a model and ends; another one asks for it by name.

    A name belongs to one process. When the process ends, its memory goes back to the operating system, and
    nothing was written down.
    """
    run("import statistics; model = statistics.linear_regression([1, 2, 3], [2, 4, 6])", tmp_path)
    compare(submission, "after_the_process_ends", run("print(model.slope)", tmp_path))


@pytest.mark.after(SHEET)
def test_names_before_fit(submission, new_process):
    """Question 2: the attributes of an estimator that was never fitted are listed.

    The underscore at the end marks what `fit` has learned. The constructor stores hyperparameters and nothing
    else.
    """
    compare(submission, "names_before_fit", new_process().probes.names_before_fit())


@pytest.mark.after(SHEET)
def test_shape_of_theta(submission, new_process):
    """Question 3: a logistic regression is fitted on three species, and its weights are counted.

    A logistic regression with several classes has one weight for each pair of class and feature, however many
    rows there were.
    """
    compare(submission, "shape_of_theta", new_process().probes.shape_of_theta())


@pytest.mark.after(SHEET)
def test_clone_of_a_fitted_model(submission, new_process):
    """Question 4: a fitted model is cloned; the clone is asked for C, and whether it has coef_.

    `clone` builds a new estimator with the same hyperparameters. It is made for cross-validation, where every
    fold has to start unfitted.
    """
    compare(submission, "clone_of_a_fitted_model", new_process().probes.clone_of_a_fitted_model())


@pytest.mark.after(SHEET)
def test_copy_by_pickle(submission, new_process):
    """Question 5: a model goes through pickle and back. Same object? Same probabilities?

    Loading builds a second object from the bytes. Every number is written with all its bits, so the two
    answer alike.
    """
    compare(submission, "copy_by_pickle", new_process().probes.copy_by_pickle())


@pytest.mark.after(SHEET)
def test_edited_code(submission, tmp_path):
    """Question 6: the module is edited between saving and loading.

    The file holds the object's state and the name of its class. The methods come from the module that is
    there when the file is loaded.
    """
    compare(submission, "edited_code", old_object_after_an_edit(tmp_path))


@pytest.mark.after(SHEET)
def test_rows_inside(submission, new_process):
    """Question 7: the bytes of every flower are searched in four dumped models.

    A model keeps what it needs to answer. Some kinds answer from a summary of the rows, others by comparing
    with rows they have kept.
    """
    compare(submission, "rows_inside", new_process().probes.rows_inside())


@pytest.mark.after(SHEET)
def test_retrained_or_reloaded(submission, new_process):
    """Question 8: a forest is retrained without a seed, and reloaded. Which one answers as before?

    Training a forest draws random rows and features, anew each time. Loading draws nothing.
    """
    compare(submission, "retrained_or_reloaded", new_process().probes.retrained_or_reloaded())


def compare(submission, name, measured):
    """Compare a prediction with what came out."""
    sheet = submission.PREDICTIONS
    assert not unanswered(sheet, name), f"{name} has no answer yet"
    predicted = sheet[name]
    as_set = isinstance(OFFERED[name], tuple)
    same = plain(predicted, as_set) == plain(measured, as_set)
    assert same, f"you predicted {predicted!r}; what came out is {measured!r}"


def unanswered(sheet, name):
    """Say whether a question is missing or still holds its three dots."""
    return name not in sheet or repr(sheet[name]) in ("<ellipsis>", "None", "'...'")


def is_offered(answer, offered):
    """Say whether an answer is one of those offered; where a tuple is offered, any part of it."""
    if isinstance(offered, tuple):
        return isinstance(answer, tuple | list | set | frozenset) and all(name in offered for name in answer)
    return any(plain(answer) == one and type(plain(answer)) is type(one) for one in offered)


def complaint(answer, offered):
    """Say what is the matter with an answer that is not among those offered."""
    if isinstance(offered, tuple) and answer in offered:
        return f"{answer!r} is a word, not a tuple; a tuple of one needs a comma: ({answer!r},)"
    given = "a name without quotes" if repr(answer).startswith("<") else repr(answer)
    form = "A tuple of some of" if isinstance(offered, tuple) else "One of"
    words = [f'"{one}"' if isinstance(one, str) else repr(one) for one in offered]
    quotes = " (words with their quotes)" if isinstance(offered[0], str) else ""
    return f"{given} is not offered. {form}: {', '.join(words)}{quotes}"


def plain(value, as_set=False):
    """Return lists as tuples, or as sets where order means nothing."""
    sequence = isinstance(value, tuple | list | set | frozenset)
    return (frozenset(value) if as_set else tuple(value)) if sequence else value


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
