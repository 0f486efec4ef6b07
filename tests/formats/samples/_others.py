"""The sample of the formats that have no file here: those made for scikit-learn."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def sample():
    """Return a fitted model and rows to ask it about."""
    X = np.arange(-30, 30).reshape(20, 3) / 4
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, np.arange(20) // 7), X
