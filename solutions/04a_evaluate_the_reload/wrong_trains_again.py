"""Trains between load and predict, and takes an equal accuracy for a proof (this is the starter).

Misconception: loading-may-train
Fails: test_an_untrained_file_is_not_repaired,
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

import time

import joblib
from sklearn.model_selection import train_test_split


def evaluate_reload(path, X, y, reference):
    """Load a classifier, measure it, and compare it with what was kept on the day of training."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)

    begin = time.time()
    model = joblib.load(path)
    model.fit(X_train, y_train)
    load_seconds = time.time() - begin

    begin = time.time()
    labels = model.predict(X_test)
    predict_seconds = time.time() - begin

    accuracy = (labels == y_test).mean()
    accuracy_before = (reference["labels"] == y).mean()
    return {
        "load_seconds": load_seconds,
        "first_predict_seconds": load_seconds + predict_seconds,
        "predict_seconds": predict_seconds,
        "labels_equal": accuracy == accuracy_before,
        "largest_difference": abs(accuracy - accuracy_before),
        "accuracy": accuracy,
    }
