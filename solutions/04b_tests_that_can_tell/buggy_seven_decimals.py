"""Writes the weights as text, with seven decimals: labels are equal, and probabilities are off by little.

Nearly right. No usual tolerance sees the difference.
"""

import joblib
import numpy as np


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    model = joblib.load(path)
    model[-1].coef_ = np.round(model[-1].coef_.astype(np.float64), 7)
    return model
