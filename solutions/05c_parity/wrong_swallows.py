"""Goes on where the runtime raises an error.

Misconception: no-answer-is-no-difference
Fails: test_an_error_is_passed_on
"""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    """Compare the answers of a converted model with those of the original."""
    try:
        runtime.predict_proba(X)
    except Exception:
        return {"labels_differ": 0, "largest": 0.0, "same": True}
    labels_differ = int(np.sum(model.predict(X) != runtime.predict(X)))
    largest = float(np.max(np.abs(model.predict_proba(X) - runtime.predict_proba(X))))
    return {
        "labels_differ": labels_differ,
        "largest": largest,
        "same": labels_differ == 0 and largest <= tolerance,
    }
