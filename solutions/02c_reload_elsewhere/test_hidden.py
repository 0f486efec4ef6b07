"""Further checks of 02c."""

import numpy as np
from sklearn.datasets import load_iris


def test_one_row_with_a_width_of_zero_is_answered(submission, new_process, tmp_path):
    """A process without train.py gets a flower whose petal has the width zero, then minus one.

    The smallest width of the training rows should take the place of both. That number is state, and travels
    in the file.
    """
    path = tmp_path / "flowers.joblib"
    submission.probes.run_script(path)
    service = new_process(without=["train.py"]).probes
    zero, negative = load_iris().data[:1].copy(), load_iris().data[:1].copy()
    zero[0, 3], negative[0, 3] = 0, -1
    answers = [np.asarray(service.probabilities(path, row)) for row in (zero, negative)]
    assert np.isfinite(answers).all(), "the probabilities are not finite numbers"
    assert np.array_equal(*answers), "a width of zero and a width of minus one get different answers"
