"""Stores the arrays as float32, which halves the file.

Misconception: a-few-digits-are-enough
Fails: test_every_digit_comes_back, test_two_classes_work_as_well_as_three,
    test_another_pipeline_is_another_model, test_another_shape_and_a_single_row
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
    if classes.dtype == object:
        classes = classes.astype(str)
    with open(path, "wb") as file:
        np.savez(
            file,
            schema=SCHEMA,
            mean=scaler.mean_.astype("float32"),
            scale=scaler.scale_.astype("float32"),
            weights=classifier.coef_.astype("float32"),
            intercepts=classifier.intercept_.astype("float32"),
            classes=classes,
        )


def import_model(path):
    """Read such a file into a new pipeline."""
    with np.load(path, allow_pickle=False) as data:
        if data["schema"] != SCHEMA:
            raise ValueError(f"{path} has schema {data['schema']}; this program reads schema {SCHEMA}")
        scaler, classifier = StandardScaler(), LogisticRegression()
        scaler.mean_, scaler.scale_ = data["mean"], data["scale"]
        classifier.coef_, classifier.intercept_ = data["weights"], data["intercepts"]
        classifier.classes_ = data["classes"]
    return make_pipeline(scaler, classifier)
