"""timeit does the repeating, scikit-learn the counting, and answers are asked before they are needed."""

import timeit

import joblib
import numpy as np
from sklearn.metrics import accuracy_score


def evaluate_reload(path, X, y, reference):
    kept = {}

    def load():
        kept["model"] = joblib.load(path)

    def ask():
        kept["probabilities"] = kept["model"].predict_proba(X)

    load_seconds = timeit.timeit(load, number=1)
    first = timeit.timeit(ask, number=1)
    further = sorted(timeit.repeat(ask, number=1, repeat=21))
    wrong = kept["model"].predict(X) != np.asarray(reference["labels"])
    gap = np.max(np.abs(np.subtract(reference["probabilities"], kept["probabilities"])))
    return {
        "load_seconds": load_seconds,
        "first_predict_seconds": first,
        "predict_seconds": further[10],
        "labels_equal": not wrong.any(),
        "largest_difference": float(gap),
        "accuracy": accuracy_score(y, kept["model"].predict(X)),
    }
