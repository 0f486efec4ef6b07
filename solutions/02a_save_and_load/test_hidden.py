"""Further checks of 02a."""

import pytest
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier

from rehydrate.lab.expect import expect_equal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tree.joblib"


def test_a_file_that_another_process_replaced_is_read_again(submission, new_process, path):
    """A model is saved; another process saves a different one to the same path; the first process loads it.

    The first process gave back the model that it remembers. The file says something newer.
    """
    X, y = load_iris(return_X_y=True)
    older, newer = (DecisionTreeClassifier(max_depth=depth, random_state=0).fit(X, y) for depth in (1, 3))
    submission.save_model(older, path)
    new_process().save_model(newer, path)
    answers = submission.load_model(path).predict_proba(X[::10])
    expect_equal(answers, newer.predict_proba(X[::10]), "the probabilities of the newer model")
