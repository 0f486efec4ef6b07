"""Moves the class to features.py, and packs the lambda into the file with cloudpickle.

Misconception: a-copy-of-the-code
Fails: test_the_file_names_its_code
"""

import sys

import cloudpickle
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
        FunctionTransformer(lambda X: np.maximum(X, 0)),
        AddRatios(),
        StandardScaler(),
        LogisticRegression(max_iter=500),
    )
    with open(path, "wb") as file:
        cloudpickle.dump(pipeline.fit(X, y), file)


if __name__ == "__main__":
    main(sys.argv[1])
