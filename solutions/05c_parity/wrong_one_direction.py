"""Takes the largest of the differences with their signs.

Misconception: differences-have-one-sign
Fails: test_the_largest_difference_is_reported
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(model.predict_proba(X) - runtime.predict_proba(X)))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
