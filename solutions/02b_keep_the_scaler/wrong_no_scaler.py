"""Drops the scaler: what is not there cannot be lost.

Misconception: no-scale-was-learned
Fails: test_other_units_give_the_same_labels
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = LogisticRegression(max_iter=500).fit(X_train, y_train)
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
