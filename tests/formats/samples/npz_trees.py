"""A forest."""

import numpy as np
from sklearn.ensemble import RandomForestClassifier


def sample():
    """Return a fitted model and rows to ask it about."""
    X = np.random.default_rng(0).normal(size=(60, 3))
    return RandomForestClassifier(4, random_state=0).fit(X, np.arange(60) // 20), X
