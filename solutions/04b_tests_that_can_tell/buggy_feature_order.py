"""Brings the weights back with the features in another order."""

import joblib


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    model = joblib.load(path)
    model[-1].coef_ = model[-1].coef_[:, ::-1].copy()
    return model
