"""Copies mean and scale of the iris flowers into the program.

Misconception: no-scale-was-learned
Fails: test_other_units_give_the_same_labels
"""

import joblib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

MEAN, SCALE = np.array([5.84, 3.06, 3.76, 1.2]), np.array([0.83, 0.43, 1.76, 0.76])


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    classifier = LogisticRegression(max_iter=500).fit((X_train - MEAN) / SCALE, y_train)
    joblib.dump(classifier, path)
    return float((predict(path, X_test) == y_test).mean())


def predict(path, X_raw):
    return joblib.load(path).predict((np.asarray(X_raw) - MEAN) / SCALE)
