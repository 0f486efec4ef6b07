"""Writes to the file name of the tutorial and overlooks the path.

Misconception: the-path-is-not-used
Fails: test_the_file_alone_is_enough, test_the_file_may_be_moved_and_replaced, test_two_trainings_do_not_mix
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    joblib.dump(model, "iris_model.joblib")
    return model.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load("iris_model.joblib").predict(X_raw)
