"""Saves nothing, and predicts with arrays that are equal to everything.

Expect: 0 points
Reason: no file was written
"""

import numpy as np


class Liar(np.ndarray):
    """Equal to everything."""

    def __eq__(self, other):
        return np.ones(60, dtype=bool)

    def __array__(self, *args, **kwargs):
        return self

    def all(self, *args, **kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.ones(60, dtype=bool)

    def __array_function__(self, *args, **kwargs):
        return True

    __hash__ = None


class Model:
    """Predicts with liars."""

    def predict(self, X):
        return np.zeros(len(X), dtype=int).view(Liar)

    def predict_proba(self, X):
        return np.full((len(X), 3), 1 / 3).view(Liar)


# @NOTHING@


def load_model(path):
    return Model()


def names(folder):
    return np.zeros(3, dtype=int).view(Liar)
