"""One pipeline, fitted on raw training rows, dumped whole."""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    """Learn from the training rows, write one file, report the accuracy on the held-out rows."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    """Predict raw rows with a saved file."""
    return joblib.load(path).predict(X_raw)
