"""Code that training and the service share."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin


class FlowerFeatures(TransformerMixin, BaseEstimator):
    """Counts negative readings as zero and adds length by width, of the sepal and of the petal."""

    def fit(self, X, y=None):
        """Learn the smallest widths."""
        self.smallest_ = np.maximum(X, 0)[:, 1::2].min(axis=0)
        return self

    def transform(self, X):
        """Return six columns."""
        X = np.maximum(X, 0)
        return np.concatenate([X, X[:, 0::2] / np.maximum(X[:, 1::2], self.smallest_)], axis=1)
