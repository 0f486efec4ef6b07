"""Compares how often each label is given.

Misconception: equal-counts-equal-labels
Fails: test_two_flips_that_cancel_are_two
"""

from collections import Counter


def count(ours, theirs):
    """Count by how many the frequencies of the labels differ."""
    return sum((Counter(ours.tolist()) - Counter(theirs.tolist())).values())


import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = count(model.predict(X), runtime.predict(X))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
