"""Makes numbers of labels that look like numbers.

Misconception: digits-are-a-number
Fails: test_text_labels_come_back_as_text
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
            mean=scaler.mean_,
            scale=scaler.scale_,
            weights=classifier.coef_,
            intercepts=classifier.intercept_,
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
        classifier.classes_ = guessed(data["classes"])
    return make_pipeline(scaler, classifier)


def guessed(labels):
    """Return whole numbers if all labels look like some."""
    try:
        return labels.astype(int)
    except ValueError:
        return labels
