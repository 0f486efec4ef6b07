"""Counts on an array.

Misconception: rows-are-arrays
Fails: test_another_pipeline_is_another_model
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
        rows = (X.astype(float) - self.scaler[0]) / self.scaler[1]
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
    path.write_text(json.dumps(document))


def import_model(path):
    document = json.loads(path.read_text())
    if document["schema"] != 1:
        raise ValueError("this file was written by another version of the program")
    return Flowers(document)
