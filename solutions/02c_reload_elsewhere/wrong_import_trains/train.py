"""Moves the code and leaves the names of the columns in the script, which trains whenever it is imported.

Misconception: importing-runs-the-script
Fails: test_it_predicts_what_the_pipeline_was_meant_to, test_negative_readings_still_count_as_zero,
    test_loading_and_predicting_train_nothing, test_one_row_with_a_width_of_zero_is_answered
"""

import sys

import joblib
from features import AddRatios, not_negative
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

LENGTHS, WIDTHS = [0, 2], [1, 3]

X, y = load_iris(return_X_y=True)
pipeline = make_pipeline(
    FunctionTransformer(not_negative),
    AddRatios(),
    StandardScaler(),
    LogisticRegression(max_iter=500),
)
pipeline.fit(X, y)
joblib.dump(pipeline, sys.argv[1] if len(sys.argv) > 1 else "flowers.joblib")
