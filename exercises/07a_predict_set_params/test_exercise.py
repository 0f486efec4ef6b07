"""Checks of 07a, in teaching order. No answer is written here: each check does the experiment and looks."""

import pytest

from rehydrate.lab.kinds.sheet import expect_complete, expect_predicted

SHEET = "test_every_question_has_one_of_its_answers"
OFFERED = {
    "c_and_the_weights": [(0.001, True), (0.001, False), (1.0, True)],
    "trees_of_the_forest": [(5, 5), (5, 20), (20, 20)],
    "the_file": [1.0, 0.001],
    "recorded_and_learned": [(0.001, 0.001), (0.001, 1.0), (1.0, 1.0)],
    "after_fit": [(True, False), (False, True), (False, False)],
    "which_answer_differently": (
        *("logistic regression", "forest", "nearest neighbours"),
        *("boosting", "scaler"),
    ),
}


def test_every_question_has_one_of_its_answers(submission):
    """The sheet is read: six questions, each with one of the answers offered.

    All six are needed before the experiments begin. Copy an answer as it stands in the comment above the
    question: numbers, True and False without quotes, words with quotes, several values in round brackets.
    """
    expect_complete(submission, OFFERED)


@pytest.mark.after(SHEET)
def test_c_and_the_weights(submission, new_process):
    """Question 1: a loaded logistic regression is told C=0.001; its C and its weights are looked at.

    A hyperparameter says how to train. Of what was learned, nothing is touched until somebody trains.
    """
    expect_predicted(submission, OFFERED, "c_and_the_weights", new_process().probes.c_and_the_weights())


@pytest.mark.after(SHEET)
def test_trees_of_the_forest(submission, new_process):
    """Question 2: a loaded forest of 20 trees is told n_estimators=5; the trees that vote are counted.

    The trees were grown by fit and lie in estimators_. The number that was wished for is another attribute.
    """
    expect_predicted(submission, OFFERED, "trees_of_the_forest", new_process().probes.trees_of_the_forest())


@pytest.mark.after(SHEET)
def test_the_file(submission, new_process, tmp_path):
    """Question 3: the loaded object is told C=0.001, and another program loads the same file.

    Loading makes an object in memory. From then on the object and the file go their own ways.
    """
    path = tmp_path / "model.joblib"
    new_process().probes.save_load_and_set(path)
    expect_predicted(submission, OFFERED, "the_file", new_process().probes.c_of_the_file(path))


@pytest.mark.after(SHEET)
def test_recorded_and_learned(submission, new_process):
    """Question 4: a record is written after set_params; then both values are tried in training.

    get_params reads what the attributes say at this moment. It does not know what fit has read.
    """
    expect_predicted(submission, OFFERED, "recorded_and_learned", new_process().probes.recorded_and_learned())


@pytest.mark.after(SHEET)
def test_after_fit(submission, new_process):
    """Question 5: after set_params the model is fitted again, and compared with a new one and with the old.

    fit begins from the hyperparameters and the rows. What was learned before has no part in it, unless
    warm_start says so.
    """
    expect_predicted(submission, OFFERED, "after_fit", new_process().probes.after_fit())


@pytest.mark.after(SHEET)
def test_which_answer_differently(submission, new_process):
    """Question 6: five loaded models get one other hyperparameter each, and are asked again.

    Ask of each one which method reads the hyperparameter: only fit, or predict and transform as well?
    """
    expect_predicted(
        submission, OFFERED, "which_answer_differently", new_process().probes.which_answer_differently()
    )
