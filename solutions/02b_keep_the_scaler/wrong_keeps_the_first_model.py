"""Loads once and keeps the model in memory, whichever file is asked for.

Misconception: a-cache-outlives-the-file
Fails: test_the_file_may_be_moved_and_replaced
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

MODEL = None


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    global MODEL
    if MODEL is None:
        MODEL = joblib.load(path)
    return MODEL.predict(X_raw)
