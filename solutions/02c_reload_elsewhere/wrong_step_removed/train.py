"""Removes the class that gave trouble; the accuracy on iris is as good without it.

Misconception: the-step-was-there-for-a-reason
Fails: test_it_predicts_what_the_pipeline_was_meant_to, test_negative_readings_still_count_as_zero
"""

import sys

import joblib
from features import not_negative
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


def main(path):
    """Train on the iris rows and save the pipeline."""
    X, y = load_iris(return_X_y=True)
    pipeline = make_pipeline(
        FunctionTransformer(not_negative),
        StandardScaler(),
        LogisticRegression(max_iter=500),
    )
    joblib.dump(pipeline.fit(X, y), path)


if __name__ == "__main__":
    main(sys.argv[1])
