"""Goes through the rows one by one and keeps what it finds."""

import math


def parity(model, runtime, X, tolerance=1e-5):
    flips, gaps = 0, []
    for row in X:
        flips += model.predict([row])[0] != runtime.predict([row])[0]
        pairs = zip(model.predict_proba([row])[0], runtime.predict_proba([row])[0], strict=True)
        gaps += [abs(float(one) - float(other)) for one, other in pairs]
    sane = all(math.isfinite(gap) for gap in gaps)
    return {
        "labels_differ": int(flips),
        "largest": max(gaps),
        "same": bool(sane and not flips and max(gaps) <= tolerance),
    }
