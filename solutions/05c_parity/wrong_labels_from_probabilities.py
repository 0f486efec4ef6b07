"""Takes the class with the largest probability as the label, and saves two calls.

Misconception: the-label-is-the-largest
Fails: test_the_label_is_asked_for
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(
        np.sum(model.predict_proba(X).argmax(axis=1) != runtime.predict_proba(X).argmax(axis=1))
    )
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
