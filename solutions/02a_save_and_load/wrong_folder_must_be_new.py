"""Makes the folders, and does not think of the folder that is there already.

Misconception: the-folder-may-be-there
Fails: test_the_file_is_where_it_was_asked_for, test_the_path_comes_back, test_a_loaded_model_can_predict,
    test_it_gives_the_answers_stored_before_it_was_saved, test_another_process_can_load_the_file,
    test_a_deleted_file_is_an_error, test_the_model_that_is_in_the_file_now,
    test_a_damaged_file_is_not_a_missing_one, test_the_name_of_the_file_is_kept,
    test_a_file_that_another_process_replaced_is_read_again
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    return joblib.load(path)
