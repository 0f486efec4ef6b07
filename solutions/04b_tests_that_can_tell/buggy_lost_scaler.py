"""Saves the classifier and forgets the scaler.

Hint: gives a classifier without its scaler
"""

import joblib


def save(model, path):
    joblib.dump(model[-1], path)


def reload(path):
    return joblib.load(path)
