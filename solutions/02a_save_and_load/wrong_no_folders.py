"""Leaves it to somebody else to make the folders.

Misconception: folders-make-themselves
Fails: test_missing_folders_are_made
"""

import joblib


def save_model(model, path):
    joblib.dump(model, path)
    return path


def load_model(path):
    return joblib.load(path)
