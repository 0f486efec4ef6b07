"""Saves the training rows; predict trains a model with them whenever it is asked.

Misconception: rows-are-not-a-model
Fails: test_the_label_of_a_row_is_its_own
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def new_model():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    joblib.dump((X_train, y_train), path)
    return new_model().fit(X_train, y_train).score(X_test, y_test)


def predict(path, X_raw):
    X_train, y_train = joblib.load(path)
    return new_model().fit(X_train, y_train).predict(X_raw)
