"""Looks for a difference that is too large, and finds none in NaN.

Misconception: nan-is-not-larger
Fails: test_no_number_is_a_difference
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": not (labels_differ > 0 or largest > tolerance),
    }
