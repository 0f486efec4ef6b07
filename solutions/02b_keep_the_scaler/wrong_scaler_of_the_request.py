"""Fits a new scaler on whatever rows are asked for.

Misconception: a-scaler-for-every-request
Fails: test_the_label_of_a_row_is_its_own
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    classifier = LogisticRegression(max_iter=500)
    classifier.fit(StandardScaler().fit_transform(X_train), y_train)
    joblib.dump(classifier, path)
    return classifier.score(StandardScaler().fit_transform(X_test), y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(StandardScaler().fit_transform(X_raw))
