"""An .npz with one array for all numbers, and the labels as a JSON text beside it."""

import io
import json

import numpy as np
from sklearn.linear_model import LogisticRegression


def export_model(pipeline, path):
    scaler, classifier = pipeline
    numbers = np.vstack([scaler.mean_, scaler.scale_, classifier.coef_])
    labels = json.dumps(classifier.classes_.tolist())
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, schema=np.array([1]), numbers=numbers, intercept=classifier.intercept_, labels=labels
    )
    path.write_bytes(buffer.getvalue())


class Scaled:
    def __init__(self, mean, scale, classifier):
        self.mean, self.scale, self.classifier = mean, scale, classifier

    def predict(self, X):
        return self.classifier.predict((np.asarray(X) - self.mean) / self.scale)

    def predict_proba(self, X):
        return self.classifier.predict_proba((np.asarray(X) - self.mean) / self.scale)


def import_model(path):
    data = np.load(io.BytesIO(path.read_bytes()))
    if data["schema"][0] != 1:
        raise ValueError("laid out in another way")
    mean, scale, *weights = data["numbers"]
    classifier = LogisticRegression()
    classifier.coef_ = np.array(weights)
    classifier.intercept_ = data["intercept"]
    classifier.classes_ = np.array(json.loads(str(data["labels"])))
    return Scaled(mean, scale, classifier)
