"""Replaces the lambda by a numpy function that has a name and does something else.

Misconception: a-name-is-not-enough
Fails: test_negative_readings_still_count_as_zero, test_one_row_with_a_width_of_zero_is_answered
"""

import sys

import joblib
import numpy as np
from features import AddRatios
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


def main(path):
    """Train on the iris rows and save the pipeline."""
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(
        FunctionTransformer(np.abs),
        AddRatios(),
        StandardScaler(),
        LogisticRegression(max_iter=500),
    )
    joblib.dump(pipeline.fit(X, y), path)


if __name__ == "__main__":
    main(sys.argv[1])
