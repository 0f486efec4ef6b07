"""Stores the training rows, and fits the scaler on them and the rows of the request together.

Misconception: a-scaler-for-every-request
Fails: test_the_label_of_a_row_is_its_own, test_the_report_is_that_of_the_file
"""

import joblib
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    classifier = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    joblib.dump({"classifier": classifier, "rows": X_train}, path)
    return classifier.score(scaler.transform(X_test), y_test)


def predict(path, X_raw):
    saved = joblib.load(path)
    rows = np.vstack([saved["rows"], X_raw])
    scaled = StandardScaler().fit_transform(rows)[len(saved["rows"]) :]
    return saved["classifier"].predict(scaled)
