"""Asks about the first two hundred rows.

Misconception: a-sample-is-enough
Fails: test_every_row_is_asked
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    X = X[:200]
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
