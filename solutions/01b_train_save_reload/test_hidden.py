"""Further checks of 01b."""


def test_hidden_the_path_may_be_text(submission, tmp_path):
    """The path is given as a string.

    Callers write paths both ways, as text and as Path.
    """
    submission.train_save_reload(str(tmp_path / "forest.joblib"), 0)
    assert (tmp_path / "forest.joblib").exists(), "there is no file at the path that was given as text"


def test_hidden_nothing_else_is_written(submission, tmp_path):
    """The working folder is looked at after a run.

    A file that nobody asked for will be loaded one day by somebody who takes it for the right one.
    """
    submission.train_save_reload(tmp_path / "forest.joblib", 0)
    names = submission.probes.files_here()
    assert names == [], f"the working folder holds {', '.join(names)}"


def test_hidden_a_second_run_writes_anew(submission, tmp_path):
    """The program runs twice with the same path and two seeds.

    The file has to hold the forest of the last run.
    """
    path = tmp_path / "forest.joblib"
    submission.train_save_reload(path, 0)
    first = submission.probes.answers(path)
    submission.train_save_reload(path, 1)
    second = submission.probes.answers(path)
    assert (first != second).any(), "after a run with another seed the file holds the old forest"
