"""Uses the last part of the path only, so the file lands wherever the process happens to run.

Misconception: relative-to-wherever
Fails: test_the_file_is_where_it_was_asked_for, test_another_process_can_load_the_file,
    test_a_deleted_file_is_an_error, test_a_damaged_file_is_not_a_missing_one,
    test_missing_folders_are_made, test_the_name_of_the_file_is_kept,
    test_a_file_that_another_process_replaced_is_read_again
"""

import joblib


def save_model(model, path):
    joblib.dump(model, path.name)
    return path


def load_model(path):
    return joblib.load(path.name)
