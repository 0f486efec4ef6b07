"""Saves a clone, which has learned nothing.

Hint: gives a model that has learned nothing
"""

import joblib
from sklearn.base import clone


def save(model, path):
    joblib.dump(clone(model), path)


def reload(path):
    return joblib.load(path)
