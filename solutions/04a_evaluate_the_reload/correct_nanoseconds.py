"""Whole nanoseconds of the monotonic clock, and plain loops for the comparison."""

import statistics
import time

import joblib


class Watch:
    """Measures what happens in a with block."""

    def __enter__(self):
        self.begin = time.monotonic_ns()
        return self

    def __exit__(self, *error):
        self.seconds = (time.monotonic_ns() - self.begin) / 1e9


def evaluate_reload(path, X, y, reference):
    with Watch() as load:
        model = joblib.load(str(path))
    with Watch() as first:
        model.predict_proba(X)
    durations = []
    while len(durations) < 6:
        with Watch() as one:
            again = model.predict_proba(X)
        durations.append(one.seconds)
    labels = model.predict(X).tolist()
    pairs = zip(again.tolist(), reference["probabilities"].tolist(), strict=True)
    largest = max(abs(a - b) for now, before in pairs for a, b in zip(now, before, strict=True))
    return {
        "accuracy": sum(label == truth for label, truth in zip(labels, y.tolist(), strict=True))
        / len(labels),
        "largest_difference": largest,
        "labels_equal": labels == reference["labels"].tolist(),
        "predict_seconds": statistics.median(durations),
        "first_predict_seconds": first.seconds,
        "load_seconds": load.seconds,
    }
