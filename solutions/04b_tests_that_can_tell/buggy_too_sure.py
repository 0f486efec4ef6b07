"""Labels are as before, and the probabilities are not: the weights come back twice as large."""

import joblib


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    model = joblib.load(path)
    model[-1].coef_ = 2 * model[-1].coef_
    model[-1].intercept_ = 2 * model[-1].intercept_
    return model
