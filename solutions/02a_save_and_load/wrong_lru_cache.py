"""Spares the second reading by a cache around load_model.

Misconception: memory-instead-of-the-file
Fails: test_a_deleted_file_is_an_error, test_the_model_that_is_in_the_file_now
"""

from functools import lru_cache

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


@lru_cache
def load_model(path):
    return joblib.load(path)
