"""Believes that the suffix chooses the format, and puts the right one on.

Misconception: the-suffix-belongs-to-the-caller
Fails: test_the_name_of_the_file_is_kept
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path.with_suffix(".joblib"))
    return path


def load_model(path):
    return joblib.load(path.with_suffix(".joblib"))
