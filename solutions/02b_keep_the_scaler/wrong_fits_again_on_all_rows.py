"""Measures, and then fits the model once more, on all rows, before saving it.

Misconception: held-out-rows-teach
Fails: test_nothing_is_learned_from_the_held_out_rows, test_the_report_is_that_of_the_file
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    accuracy = model.score(X_test, y_test)
    joblib.dump(model.fit(X, y), path)
    return accuracy


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
