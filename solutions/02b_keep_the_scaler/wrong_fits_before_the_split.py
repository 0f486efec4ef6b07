"""Scales all rows first and splits afterwards, so the held-out rows help to choose the scale.

Misconception: held-out-rows-teach
Fails: test_nothing_is_learned_from_the_held_out_rows
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    scaler = StandardScaler().fit(X)
    X_train, X_test, y_train, y_test = train_test_split(scaler.transform(X), y, test_size=0.2, random_state=6)
    classifier = LogisticRegression(max_iter=500).fit(X_train, y_train)
    joblib.dump(make_pipeline(scaler, classifier), path)
    return classifier.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
