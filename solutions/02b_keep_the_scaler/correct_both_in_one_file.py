"""Keeps scaler and classifier as two objects in one file, and uses them in order."""

import pickle

from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    with open(path, "wb") as file:
        pickle.dump({"scaler": scaler, "classifier": classifier}, file)
    return accuracy_score(y_test, predict(path, X_test))


def predict(path, X_raw):
    with open(path, "rb") as file:
        saved = pickle.load(file)
    return saved["classifier"].predict(saved["scaler"].transform(X_raw))
