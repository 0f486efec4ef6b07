"""Saves the pipeline itself as an entry: numpy wraps it in an array of objects, which is a pickle.

Misconception: an-npz-is-always-data
Fails: test_it_holds_numbers_and_text, test_a_made_up_file_runs_nothing
"""

import numpy as np


def export_model(pipeline, path):
    objects = np.empty(1, dtype=object)
    objects[0] = pipeline
    with open(path, "wb") as file:
        np.savez(file, schema=1, pipeline=objects)


def import_model(path):
    data = np.load(path, allow_pickle=True)
    if data["schema"] != 1:
        raise ValueError("another schema")
    return data["pipeline"][0]
