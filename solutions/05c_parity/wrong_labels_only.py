"""Decides by the labels alone.

Misconception: labels-are-the-model
Fails: test_equal_labels_are_not_enough, test_the_largest_difference_is_reported,
    test_every_row_is_asked, test_the_tolerance_is_the_callers, test_no_number_is_a_difference
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0,
    }
