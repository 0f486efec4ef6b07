"""joblib, whose dump returns a list of names."""

import joblib


def save(model, path):
    return joblib.dump(model, path)


def reload(path):
    return joblib.load(path)
