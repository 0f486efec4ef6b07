"""Asks the runtime for both lists of labels.

Misconception: labels-of-one-row
Fails: test_a_column_with_an_offset_is_noticed, test_a_label_that_flips_is_a_difference,
    test_the_label_is_asked_for, test_two_flips_that_cancel_are_two,
    test_labels_are_names_not_quantities
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(runtime.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
