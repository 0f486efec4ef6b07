"""Further checks of 01b."""


def test_hidden_the_path_may_be_text(submission, tmp_path):
    """The path is given as a string.

    Callers write paths both ways, as text and as Path.
    """
    submission.train_save_reload(str(tmp_path / "forest.joblib"), 0)
    assert (tmp_path / "forest.joblib").exists(), "there is no file at the path that was given as text"
