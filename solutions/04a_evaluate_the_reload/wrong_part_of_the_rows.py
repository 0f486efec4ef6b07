"""Asks the rows that a new split holds out.

Misconception: a-new-split-will-do
Fails: test_every_row_is_asked,
    test_other_probabilities_are_measured_though_the_labels_are_equal,
    test_other_labels_are_noticed_though_the_accuracy_is_equal,
    test_the_labels_are_those_that_predict_gives,
    test_the_first_answer_is_timed_alone,
    test_the_steady_time_is_a_median_of_five_or_more,
    test_a_real_forest_is_told_from_its_twin
"""

from statistics import median
from time import perf_counter

import joblib
import numpy as np
from sklearn.model_selection import train_test_split


def timed(function, argument):
    """Return what a call gives, and how long it takes in seconds."""
    begin = perf_counter()
    result = function(argument)
    return result, perf_counter() - begin


def evaluate_reload(path, X, y, reference):
    """Load a classifier, measure it, and compare it with what was kept on the day of training."""
    rows = np.arange(len(X))
    _, rows = train_test_split(rows, test_size=0.3, random_state=42)
    X, y = X[rows], y[rows]
    reference = {name: values[rows] for name, values in reference.items()}
    model, load_seconds = timed(joblib.load, path)
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
