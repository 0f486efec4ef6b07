"""Counts the work of the processor for all but the load.

Misconception: only-work-counts
Fails: test_waiting_counts
"""

from statistics import median
from time import perf_counter, process_time

import joblib
import numpy as np


def timed(function, argument):
    """Return what a call gives, and how long it takes in seconds."""
    begin = process_time()
    result = function(argument)
    return result, process_time() - begin


def evaluate_reload(path, X, y, reference):
    """Load a classifier, measure it, and compare it with what was kept on the day of training."""
    begin = perf_counter()
    model = joblib.load(path)
    load_seconds = perf_counter() - begin
    probabilities, first_predict_seconds = timed(model.predict_proba, X)
    further = [timed(model.predict_proba, X)[1] for _ in range(9)]
    labels = model.predict(X)
    return {
        "load_seconds": load_seconds,
        "first_predict_seconds": first_predict_seconds,
        "predict_seconds": median(further),
        "labels_equal": np.array_equal(labels, reference["labels"]),
        "largest_difference": np.abs(probabilities - reference["probabilities"]).max(),
        "accuracy": (labels == y).mean(),
    }
