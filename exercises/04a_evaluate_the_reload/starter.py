"""Evaluate a reloaded classifier: how fast is it, and is it the one that was saved?"""

import time

import joblib
from sklearn.model_selection import train_test_split


def evaluate_reload(path, X, y, reference):
    """Load a classifier, measure it, and compare it with what was kept on the day of training.

    Parameters
    ----------
    path : Path or str
        A file that `joblib.dump` has written.
    X : ndarray, shape (n_samples, n_features)
        Rows that were kept.
    y : ndarray, shape (n_samples,)
        Their true labels.
    reference : dict of str to ndarray
        `"labels"` and `"probabilities"`: what the model said about `X` when it was trained.

    Returns
    -------
    dict
        `"load_seconds"`, `"first_predict_seconds"`, `"predict_seconds"`, `"labels_equal"`,
        `"largest_difference"` and `"accuracy"`.
    """
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=42)

    begin = time.time()
    model = joblib.load(path)
    model.fit(X_train, y_train)
    load_seconds = time.time() - begin

    begin = time.time()
    labels = model.predict(X_test)
    predict_seconds = time.time() - begin

    accuracy = (labels == y_test).mean()
    accuracy_before = (reference["labels"] == y).mean()
    return {
        "load_seconds": load_seconds,
        "first_predict_seconds": load_seconds + predict_seconds,
        "predict_seconds": predict_seconds,
        "labels_equal": accuracy == accuracy_before,
        "largest_difference": abs(accuracy - accuracy_before),
        "accuracy": accuracy,
    }
