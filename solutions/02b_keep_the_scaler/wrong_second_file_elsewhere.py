"""Writes the scaler to a second file, in the folder where the process runs.

Misconception: two-files-for-one-model
Fails: test_the_file_alone_is_enough, test_two_trainings_do_not_mix
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
    joblib.dump(scaler, "scaler.joblib")
    return classifier.score(scaler.transform(X_test), y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(joblib.load("scaler.joblib").transform(X_raw))
