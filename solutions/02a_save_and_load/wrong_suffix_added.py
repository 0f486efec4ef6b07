"""Adds a suffix to the name, whatever the name is.

Misconception: the-suffix-belongs-to-the-caller
Fails: test_the_file_is_where_it_was_asked_for, test_a_deleted_file_is_an_error,
    test_a_damaged_file_is_not_a_missing_one, test_missing_folders_are_made,
    test_the_name_of_the_file_is_kept
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, f"{path}.pkl")
    return path


def load_model(path):
    return joblib.load(f"{path}.pkl")
