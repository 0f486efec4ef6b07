"""Reports the share of labels that differ.

Misconception: a-share-is-a-count
Fails: test_three_figures_come_back, test_rounding_is_no_difference,
    test_a_column_with_an_offset_is_noticed, test_a_runtime_that_copes_is_the_same,
    test_equal_labels_are_not_enough, test_a_label_that_flips_is_a_difference,
    test_the_label_is_asked_for, test_two_flips_that_cancel_are_two,
    test_labels_are_names_not_quantities, test_the_largest_difference_is_reported,
    test_every_row_is_asked, test_the_tolerance_is_the_callers, test_no_number_is_a_difference,
    test_an_error_is_passed_on
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = float(np.mean(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
