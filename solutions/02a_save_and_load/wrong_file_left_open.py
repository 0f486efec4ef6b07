"""Keeps the file open for the next reader; what was written is still in the buffer of this process.

Misconception: written-is-not-flushed
Fails: test_another_process_can_load_the_file, test_a_deleted_file_is_an_error,
    test_a_damaged_file_is_not_a_missing_one, test_a_file_that_another_process_replaced_is_read_again
"""

import pickle

open_files = {}


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    open_files[path] = path.open("w+b")
    pickle.dump(model, open_files[path])
    return path


def load_model(path):
    file = open_files.get(path) or path.open("rb")
    file.seek(0)
    return pickle.load(file)
