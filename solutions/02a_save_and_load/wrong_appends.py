"""Opens the file for appending, which makes it if it is not there.

Misconception: a-second-save-replaces
Fails: test_the_model_that_is_in_the_file_now, test_a_file_that_another_process_replaced_is_read_again
"""

import pickle


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        pickle.dump(model, file)
    return path


def load_model(path):
    with path.open("rb") as file:
        return pickle.load(file)
