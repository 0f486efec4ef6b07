"""Further checks of 02b."""

import numpy as np
from sklearn.datasets import load_iris

from rehydrate.lab.expect import expect_equal


def test_two_trainings_do_not_mix(submission, tmp_path):
    """The program trains in centimetres, then in millimetres, then the first file is asked again.

    The second training changed what the first file says. Something is shared between them that is not in the
    files.
    """
    X, y = load_iris(return_X_y=True)
    submission.train(X, y, tmp_path / "centimetres")
    before = submission.predict(tmp_path / "centimetres", X[::5])
    submission.train(10 * X, y, tmp_path / "millimetres")
    after = submission.predict(tmp_path / "centimetres", X[::5])
    assert np.unique(before).size == 3, "every kind of flower was asked, and some kind was never predicted"
    expect_equal(after, before, "the labels from the first file")
