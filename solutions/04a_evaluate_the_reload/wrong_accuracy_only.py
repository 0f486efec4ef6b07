"""Takes an equal accuracy for equal predictions.

Misconception: equal-accuracy-is-equal
Fails: test_other_probabilities_are_measured_though_the_labels_are_equal,
    test_other_labels_are_noticed_though_the_accuracy_is_equal,
    test_a_real_forest_is_told_from_its_twin
"""

from statistics import median
from time import perf_counter

import joblib
import numpy as np


def timed(function, argument):
    """Return what a call gives, and how long it takes in seconds."""
    begin = perf_counter()
    result = function(argument)
    return result, perf_counter() - begin


def evaluate_reload(path, X, y, reference):
    """Load a classifier, measure it, and compare it with what was kept on the day of training."""
    model, load_seconds = timed(joblib.load, path)
    probabilities, first_predict_seconds = timed(model.predict_proba, X)
    further = [timed(model.predict_proba, X)[1] for _ in range(9)]
    labels = model.predict(X)
    accuracy, before = (labels == y).mean(), (reference["labels"] == y).mean()
    return {
        "load_seconds": load_seconds,
        "first_predict_seconds": first_predict_seconds,
        "predict_seconds": median(further),
        "labels_equal": accuracy == before,
        "largest_difference": abs(accuracy - before),
        "accuracy": accuracy,
    }
