"""Keeps what it exported in a dict, and gives that back.

Misconception: a-copy-in-memory
Fails: test_there_is_one_file_of_exactly_that_name
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SCHEMA = 1
EXPORTED = {}


def export_model(pipeline, path):
    """Write a fitted scaler and logistic regression as arrays."""
    EXPORTED[path] = pipeline
    scaler, classifier = pipeline[0], pipeline[-1]
    classes = classifier.classes_
    if classes.dtype == object:
        classes = classes.astype(str)
    with open(path, "wb") as file:
        np.savez(
            file,
            schema=SCHEMA,
            mean=scaler.mean_,
            scale=scaler.scale_,
            weights=classifier.coef_,
            intercepts=classifier.intercept_,
            classes=classes,
        )


def import_model(path):
    """Read such a file into a new pipeline."""
    if path in EXPORTED:
        return EXPORTED[path]
    with np.load(path, allow_pickle=False) as data:
        if data["schema"] != SCHEMA:
            raise ValueError(f"{path} has schema {data['schema']}; this program reads schema {SCHEMA}")
        scaler, classifier = StandardScaler(), LogisticRegression()
        scaler.mean_, scaler.scale_ = data["mean"], data["scale"]
        classifier.coef_, classifier.intercept_ = data["weights"], data["intercepts"]
        classifier.classes_ = data["classes"]
    return make_pipeline(scaler, classifier)
