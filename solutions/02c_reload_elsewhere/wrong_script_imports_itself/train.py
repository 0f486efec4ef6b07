"""Has the script import itself, so that the class is called train.AddRatios instead of __main__.AddRatios.

Misconception: the-script-is-not-a-library
Fails: test_a_process_without_the_script_loads_it, test_it_predicts_what_the_pipeline_was_meant_to,
    test_negative_readings_still_count_as_zero, test_one_row_with_a_width_of_zero_is_answered
"""

import sys

import joblib
import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

LENGTHS, WIDTHS = [0, 2], [1, 3]


class AddRatios(TransformerMixin, BaseEstimator):
    """Add two columns: length by width, of the sepal and of the petal.

    A width below the smallest one of the training rows counts as that smallest one: no division by zero.
    """

    def fit(self, X, y=None):
        """Learn the smallest widths."""
        self.smallest_ = X[:, WIDTHS].min(axis=0)
        return self

    def transform(self, X):
        """Return X with the two ratios as further columns."""
        return np.hstack([X, X[:, LENGTHS] / np.maximum(X[:, WIDTHS], self.smallest_)])


def not_negative(X):
    """Count negative readings as zero."""
    return np.maximum(X, 0)


def main(path):
    """Train and save."""
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(
        FunctionTransformer(not_negative), AddRatios(), StandardScaler(), LogisticRegression(max_iter=500)
    )
    joblib.dump(pipeline.fit(X, y), path)


if __name__ == "__main__":
    from train import main as main_of_the_module

    main_of_the_module(sys.argv[1])
