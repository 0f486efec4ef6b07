"""Keeps every saved model in memory as well, to spare the second reading.

Misconception: memory-instead-of-the-file
Fails: test_a_deleted_file_is_an_error, test_a_damaged_file_is_not_a_missing_one,
    test_a_file_that_another_process_replaced_is_read_again
"""

import joblib

_MODELS = {}


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    _MODELS[path] = model
    return path


def load_model(path):
    if path not in _MODELS:
        _MODELS[path] = joblib.load(path)
    return _MODELS[path]
