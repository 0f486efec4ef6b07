"""Gives the file the suffix that its content deserves.

Misconception: a-name-is-a-suggestion
Fails: test_the_file_alone_is_enough, test_there_is_one_file_of_exactly_that_name,
    test_it_holds_numbers_and_text, test_a_made_up_file_runs_nothing, test_every_digit_comes_back,
    test_two_classes_work_as_well_as_three, test_text_labels_come_back_as_text,
    test_whole_numbers_come_back_as_whole_numbers, test_a_file_of_another_schema_is_refused
"""

import json

import numpy as np


class Flowers:
    """Predicts from a document."""

    def __init__(self, document):
        self.classes_ = np.array(document["classes"])
        self.scaler = np.array(document["scaler"])
        self.weights = np.array(document["weights"])

    def predict_proba(self, X):
        rows = (np.asarray(X, dtype=float) - self.scaler[0]) / self.scaler[1]
        scores = rows @ self.weights[:, :-1].T + self.weights[:, -1]
        if len(self.classes_) == 2:
            positive = 1 / (1 + np.exp(-scores))
            return np.hstack([1 - positive, positive])
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


def export_model(pipeline, path):
    scaler, classifier = pipeline.steps[0][1], pipeline.steps[1][1]
    document = {
        "schema": 1,
        "classes": classifier.classes_.tolist(),
        "scaler": [scaler.mean_.tolist(), scaler.scale_.tolist()],
        "weights": np.column_stack([classifier.coef_, classifier.intercept_]).tolist(),
    }
    path.with_suffix(".json").write_text(json.dumps(document))


def import_model(path):
    document = json.loads(path.with_suffix(".json").read_text())
    if document["schema"] != 1:
        raise ValueError("this file was written by another version of the program")
    return Flowers(document)
