"""Believes that a model is saved when a variable holds it.

Misconception: a-variable-is-not-a-file
Fails: test_the_file_is_where_it_was_asked_for, test_another_process_can_load_the_file,
    test_a_missing_file_is_an_error, test_a_deleted_file_is_an_error,
    test_a_damaged_file_is_not_a_missing_one, test_missing_folders_are_made,
    test_the_name_of_the_file_is_kept, test_a_file_that_another_process_replaced_is_read_again
"""

MODELS = {}


def save_model(model, path):
    MODELS[path] = model
    return path


def load_model(path):
    return MODELS[path]
