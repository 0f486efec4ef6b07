"""Keeps the scaler in a module-level name, where predict can see it: in this process.

Misconception: the-scaler-stays-in-memory
Fails: test_the_file_alone_is_enough, test_two_trainings_do_not_mix
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    classifier = LogisticRegression(max_iter=500).fit(scaler.fit_transform(X_train), y_train)
    joblib.dump(classifier, path)
    return classifier.score(scaler.transform(X_test), y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(scaler.transform(X_raw))
