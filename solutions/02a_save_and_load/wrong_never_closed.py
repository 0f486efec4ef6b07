"""Believes that pickle.dump has written the file when it returns; the open file is kept in a global name.

Misconception: written-is-not-flushed
Fails: test_a_loaded_model_can_predict, test_it_gives_the_answers_stored_before_it_was_saved,
    test_another_process_can_load_the_file, test_a_deleted_file_is_an_error,
    test_the_model_that_is_in_the_file_now, test_a_file_that_another_process_replaced_is_read_again
"""

import pickle

file = None


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    global file
    file = path.open("wb")
    pickle.dump(model, file)
    return path


def load_model(path):
    with path.open("rb") as written:
        return pickle.load(written)
