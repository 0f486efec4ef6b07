"""Returns None when there is no file, so that nothing ever crashes.

Misconception: none-instead-of-an-error
Fails: test_a_missing_file_is_an_error, test_a_deleted_file_is_an_error
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    try:
        return joblib.load(path)
    except FileNotFoundError:
        print("no model there")
        return None
