"""Forgets the return line.

Misconception: the-return-value-is-another
Fails: test_the_path_comes_back
"""

import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)


def load_model(path):
    return joblib.load(path)
