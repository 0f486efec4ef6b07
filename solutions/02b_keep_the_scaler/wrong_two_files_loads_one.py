"""Writes the scaler to a second file and never reads it.

Misconception: saved-and-never-loaded
Fails: test_the_file_alone_reaches_the_reported_accuracy, test_raw_rows_get_the_right_labels,
    test_training_leaves_one_file_and_it_may_be_moved, test_two_trainings_do_not_mix
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    joblib.dump(scaler, f"{path}.scaler")
    joblib.dump(classifier, path)
    return classifier.score(scaler.transform(X_test), y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
