"""Keeps what was loaded from each path, and does not notice a new file there.

Misconception: a-cache-outlives-the-file
Fails: test_the_file_may_be_moved_and_replaced
"""

from functools import cache

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


@cache
def load(path):
    return joblib.load(path)


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    return load(str(path)).predict(X_raw)
