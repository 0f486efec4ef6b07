"""Brings both arrays of labels to the type of the runtime.

Misconception: a-label-is-a-number
Fails: test_labels_are_names_not_quantities
"""


def same_type(labels):
    return labels.astype(np.float32) if labels.dtype.kind in "iuf" else labels


import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(same_type(model.predict(X)) != same_type(runtime.predict(X))))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
