"""Saves a clone, to be safe from later changes to the model.

Misconception: a-clone-has-learned-nothing
Fails: test_a_loaded_model_can_predict, test_it_gives_the_answers_stored_before_it_was_saved,
    test_another_process_can_load_the_file, test_the_model_that_is_in_the_file_now,
    test_a_file_that_another_process_replaced_is_read_again
"""

import joblib
from sklearn.base import clone


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(clone(model), path)
    return path


def load_model(path):
    return joblib.load(path)
