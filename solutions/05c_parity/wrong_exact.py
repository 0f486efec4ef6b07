"""Wants the answers to be equal to the last bit.

Misconception: every-bit-must-agree
Fails: test_rounding_is_no_difference, test_a_runtime_that_copes_is_the_same,
    test_the_tolerance_is_the_callers
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest == 0,
    }
