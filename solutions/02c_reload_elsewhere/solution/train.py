"""Train the flower pipeline and save it: python train.py PATH."""

import sys

import joblib
from features import AddRatios, not_negative
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


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
