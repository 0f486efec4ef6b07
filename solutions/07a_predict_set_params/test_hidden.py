"""Further checks of 07a: the last question in other circumstances."""


def test_hidden_other_data(submission, new_process):
    """Question 6 again, with other data.

    Which method reads a hyperparameter is a property of the kind of model, not of the iris flowers.
    """
    predicted = submission.PREDICTIONS["which_answer_differently"]
    measured = new_process().probes.which_answer_differently_for_other_data()
    assert set(predicted) == set(measured), f"you predicted {predicted!r}; with other data it is {measured!r}"
