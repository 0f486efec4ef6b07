"""Believes that reading can fail in one way only.

Misconception: every-error-is-not-found
Fails: test_a_damaged_file_is_not_a_missing_one
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    try:
        return joblib.load(path)
    except Exception:
        raise FileNotFoundError(path) from None
