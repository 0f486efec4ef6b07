"""Raises an error of its own choice when there is no file.

Misconception: another-error-than-agreed
Fails: test_a_missing_file_is_an_error, test_a_deleted_file_is_an_error
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    if not path.exists():
        raise ValueError(f"no model at {path.name}")
    return joblib.load(path)
