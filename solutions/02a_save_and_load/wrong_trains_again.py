"""Fits the model after loading it, as the tutorial did that this author learned from.

Misconception: load-is-not-train
Fails: test_it_gives_the_answers_stored_before_it_was_saved, test_another_process_can_load_the_file,
    test_the_model_that_is_in_the_file_now
"""

import joblib
from sklearn.datasets import load_iris


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    model = joblib.load(path)
    X, y = load_iris(return_X_y=True)
    model.fit(X, y)
    return model
