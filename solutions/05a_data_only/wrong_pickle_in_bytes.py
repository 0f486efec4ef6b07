"""Writes the bytes of a pickle as an array of small numbers.

Misconception: a-wrapped-pickle-is-data
Fails: test_it_holds_numbers_and_text
"""

import pickle

import numpy as np


def export_model(pipeline, path):
    content = np.frombuffer(pickle.dumps(pipeline), dtype=np.uint8)
    with open(path, "wb") as file:
        np.savez(file, schema=1, content=content)


def import_model(path):
    data = np.load(path)
    if data["schema"] != 1:
        raise ValueError("another schema")
    return pickle.loads(data["content"].tobytes())
