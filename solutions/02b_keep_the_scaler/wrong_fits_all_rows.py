"""Fits the pipeline on all rows and then measures it on some of them.

Misconception: held-out-rows-teach
Fails: test_nothing_is_learned_from_the_held_out_rows
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    _, X_test, _, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X, y)
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
