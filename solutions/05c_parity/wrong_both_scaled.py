"""Scales the rows first, to have them in a sensible range.

Misconception: tidy-rows-are-enough
Fails: test_a_column_with_an_offset_is_noticed, test_equal_labels_are_not_enough,
    test_a_label_that_flips_is_a_difference, test_the_label_is_asked_for,
    test_two_flips_that_cancel_are_two, test_labels_are_names_not_quantities,
    test_the_largest_difference_is_reported, test_every_row_is_asked,
    test_the_tolerance_is_the_callers
"""

import numpy as np
from sklearn.preprocessing import StandardScaler


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    X = StandardScaler().fit_transform(X)
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
