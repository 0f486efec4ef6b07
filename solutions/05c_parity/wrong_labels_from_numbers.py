"""Compares labels as numbers are compared, where they are numbers.

Misconception: a-label-is-a-number
Fails: test_labels_are_names_not_quantities
"""


def alike(ours, theirs):
    if ours.dtype.kind in "iuf":
        return np.isclose(ours, theirs)
    return ours == theirs


import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(~alike(model.predict(X), runtime.predict(X))))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
