"""Saves only if there is no file yet, so that nothing is lost.

Misconception: a-second-save-replaces
Fails: test_the_model_that_is_in_the_file_now, test_a_file_that_another_process_replaced_is_read_again
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        joblib.dump(model, path)
    return path


def load_model(path):
    return joblib.load(path)
