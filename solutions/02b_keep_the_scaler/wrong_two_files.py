"""Writes the scaler to a second file beside the first.

Misconception: two-files-for-one-model
Fails: test_the_file_may_be_moved_and_replaced
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    joblib.dump(classifier, path)
    joblib.dump(scaler, f"{path}.scaler")
    return classifier.score(scaler.transform(X_test), y_test)


def predict(path, X_raw):
    classifier, scaler = joblib.load(path), joblib.load(f"{path}.scaler")
    return classifier.predict(scaler.transform(X_raw))
