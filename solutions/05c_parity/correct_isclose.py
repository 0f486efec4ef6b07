"""numpy.isclose with its relative part switched off, and labels by zip."""

import numpy as np


def parity(model, runtime, X, tolerance=1e-5):
    ours, theirs = np.asarray(model.predict(X)).tolist(), np.asarray(runtime.predict(X)).tolist()
    expected, found = model.predict_proba(X), runtime.predict_proba(X)
    close = np.isclose(expected, found, rtol=0, atol=tolerance)
    return {
        "labels_differ": sum(a != b for a, b in zip(ours, theirs, strict=True)),
        "largest": np.nanmax(np.absolute(np.subtract(found, expected))),
        "same": bool(close.all()) and ours == theirs,
    }
