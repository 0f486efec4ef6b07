"""Further checks of 01a: the same questions in other circumstances."""


def test_hidden_joblib_instead_of_pickle(submission, new_process):
    """Question 5 again, with joblib and a real file.

    joblib writes a pickle as well; what holds for one holds for the other.
    """
    predicted = submission.PREDICTIONS["copy_by_pickle"]
    measured = new_process().probes.copy_by_joblib()
    assert tuple(predicted) == measured, f"you predicted {predicted!r}; with joblib it is {measured!r}"


def test_hidden_other_rows(submission, new_process):
    """Question 7 again, with other data.

    Which kinds of model keep rows is a property of the kind, not of the iris flowers.
    """
    predicted = submission.PREDICTIONS["rows_inside"]
    measured = new_process().probes.rows_inside_of_other_data()
    assert set(predicted) == set(measured), f"you predicted {predicted!r}; with other rows it is {measured!r}"
