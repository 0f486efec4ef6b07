"""Saves the weights and leaves the intercepts behind.

Misconception: a-part-is-left-behind
Fails: test_the_file_alone_is_enough, test_there_is_one_file_of_exactly_that_name,
    test_every_digit_comes_back, test_two_classes_work_as_well_as_three,
    test_another_pipeline_is_another_model, test_text_labels_come_back_as_text,
    test_whole_numbers_come_back_as_whole_numbers, test_another_shape_and_a_single_row
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
            classes=classes,
        )


def import_model(path):
    """Read such a file into a new pipeline."""
    with np.load(path, allow_pickle=False) as data:
        if data["schema"] != SCHEMA:
            raise ValueError(f"{path} has schema {data['schema']}; this program reads schema {SCHEMA}")
        scaler, classifier = StandardScaler(), LogisticRegression()
        scaler.mean_, scaler.scale_ = data["mean"], data["scale"]
        classifier.coef_, classifier.intercept_ = data["weights"], 0.0
        classifier.classes_ = data["classes"]
    return make_pipeline(scaler, classifier)
