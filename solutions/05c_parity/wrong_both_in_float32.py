"""Rounds the rows to float32 first, since the runtime takes nothing else.

Misconception: the-same-rounding-for-both
Fails: test_a_column_with_an_offset_is_noticed, test_a_runtime_that_copes_is_the_same
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    X = X.astype(np.float32)
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
