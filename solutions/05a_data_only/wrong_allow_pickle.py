"""Helps itself with allow_pickle=True when the labels do not load.

Misconception: an-npz-is-always-data
Fails: test_it_holds_numbers_and_text, test_a_made_up_file_runs_nothing
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SCHEMA = 1


def export_model(pipeline, path):
    """Write a fitted scaler and logistic regression as arrays."""
    scaler, classifier = pipeline[0], pipeline[-1]
    classes = classifier.classes_
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
    with np.load(path, allow_pickle=True) as data:
        if data["schema"] != SCHEMA:
            raise ValueError(f"{path} has schema {data['schema']}; this program reads schema {SCHEMA}")
        scaler, classifier = StandardScaler(), LogisticRegression()
        scaler.mean_, scaler.scale_ = data["mean"], data["scale"]
        classifier.coef_, classifier.intercept_ = data["weights"], data["intercepts"]
        classifier.classes_ = data["classes"]
    return make_pipeline(scaler, classifier)
