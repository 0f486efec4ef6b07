"""Returns the six figures side by side.

Misconception: the-order-says-which-is-which
Fails: test_six_figures_come_back,
    test_an_untrained_file_is_not_repaired,
    test_the_model_and_its_file_stay_as_they_were,
    test_every_row_is_asked,
    test_other_probabilities_are_measured_though_the_labels_are_equal,
    test_other_labels_are_noticed_though_the_accuracy_is_equal,
    test_the_labels_are_those_that_predict_gives,
    test_the_load_is_timed_alone,
    test_the_first_answer_is_timed_alone,
    test_the_steady_time_is_a_median_of_five_or_more,
    test_a_clock_that_somebody_sets_is_not_used,
    test_waiting_counts,
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
    report = {
        "load_seconds": load_seconds,
        "first_predict_seconds": first_predict_seconds,
        "predict_seconds": median(further),
        "labels_equal": np.array_equal(labels, reference["labels"]),
        "largest_difference": np.abs(probabilities - reference["probabilities"]).max(),
        "accuracy": (labels == y).mean(),
    }
    return tuple(report.values())
