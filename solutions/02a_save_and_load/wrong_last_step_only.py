"""Believes that the last step of a pipeline is the model.

Misconception: a-part-is-not-the-whole
Fails: test_a_loaded_model_can_predict, test_it_gives_the_answers_stored_before_it_was_saved,
    test_another_process_can_load_the_file, test_the_model_that_is_in_the_file_now
"""

import joblib
from sklearn.pipeline import Pipeline


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model[-1] if isinstance(model, Pipeline) else model, path)
    return path


def load_model(path):
    return joblib.load(path)
