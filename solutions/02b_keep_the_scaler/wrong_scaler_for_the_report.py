"""Scales the held-out rows by themselves to measure, and by the saved scaler to predict.

Misconception: measured-in-another-way
Fails: test_the_report_is_that_of_the_file
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    joblib.dump((scaler, classifier), path)
    return classifier.score(StandardScaler().fit_transform(X_test), y_test)


def predict(path, X_raw):
    scaler, classifier = joblib.load(path)
    return classifier.predict(scaler.transform(X_raw))
