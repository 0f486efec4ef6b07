"""Trains the pipeline again after loading, on the rows that everybody has."""

import joblib
from sklearn.datasets import load_iris


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    return joblib.load(path).fit(*load_iris(return_X_y=True))
