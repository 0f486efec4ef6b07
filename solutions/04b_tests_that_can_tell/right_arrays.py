"""Numbers only, in an .npz: what comes back is no Pipeline, and answers like one."""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Answers:
    """Keeps the two promises, and has nothing else."""

    def __init__(self, pipeline):
        self.predict = pipeline.predict
        self.predict_proba = pipeline.predict_proba


def save(model, path):
    scaler, classifier = model[0], model[-1]
    with path.open("wb") as file:
        np.savez(
            file,
            mean=scaler.mean_ if scaler.with_mean else np.zeros(scaler.n_features_in_),
            scale=scaler.scale_ if scaler.with_std else np.ones(scaler.n_features_in_),
            coef=classifier.coef_,
            intercept=classifier.intercept_,
            classes=json.dumps(classifier.classes_.tolist()),  # an array of objects would be a pickle
            kind=str(classifier.classes_.dtype),
        )
    return path.stat().st_size


def reload(path):
    with np.load(path, allow_pickle=False) as saved:
        arrays = {name: saved[name] for name in saved.files}
    scaler, classifier = StandardScaler(), LogisticRegression()
    scaler.mean_, scaler.scale_ = arrays["mean"], arrays["scale"]
    scaler.n_features_in_ = len(arrays["mean"])
    classifier.coef_, classifier.intercept_ = arrays["coef"], arrays["intercept"]
    classifier.classes_ = np.array(json.loads(str(arrays["classes"])), dtype=str(arrays["kind"]))
    return Answers(make_pipeline(scaler, classifier))
