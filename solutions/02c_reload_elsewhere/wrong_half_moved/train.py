"""Moves the class, and leaves the new function in the script that calls it.

Misconception: defined-in-main
Fails: test_a_process_without_the_script_loads_it, test_it_predicts_what_the_pipeline_was_meant_to,
    test_negative_readings_still_count_as_zero, test_loading_and_predicting_train_nothing,
    test_one_row_with_a_width_of_zero_is_answered
"""

import sys

import joblib
import numpy as np
from features import AddRatios
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


def not_negative(X):
    """Count negative readings as zero."""
    return np.maximum(X, 0)


def main(path):
    """Train on the iris rows and save the pipeline."""
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(
        FunctionTransformer(not_negative),
        AddRatios(),
        StandardScaler(),
        LogisticRegression(max_iter=500),
    )
    joblib.dump(pipeline.fit(X, y), path)


if __name__ == "__main__":
    main(sys.argv[1])
