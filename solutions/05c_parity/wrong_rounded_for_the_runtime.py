"""Gives the runtime rows in float32.

Misconception: rounded-for-the-runtime
Fails: test_a_runtime_that_copes_is_the_same
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(np.float32(X))))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(np.float32(X)))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
