"""Train a classifier of flowers, save it, and predict with it elsewhere."""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    """Learn from the training rows, write one file, report the accuracy on the held-out rows.

    Parameters
    ----------
    X : ndarray, shape (n_samples, n_features)
        Raw rows.
    y : ndarray, shape (n_samples,)
        Their labels.
    path : Path or str
        The file to write.

    Returns
    -------
    float
        The accuracy on the held-out rows.
    """
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)

    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)

    classifier = LogisticRegression(max_iter=500)
    classifier.fit(X_train, y_train)

    joblib.dump(classifier, path)
    return classifier.score(X_test, y_test)


def predict(path, X_raw):
    """Predict raw rows with a saved file.

    Parameters
    ----------
    path : Path or str
        A file that `train` has written, perhaps in another process.
    X_raw : array-like, shape (n_samples, n_features)
        Raw rows, as they were measured.

    Returns
    -------
    ndarray, shape (n_samples,)
        A label for each row.
    """
    return joblib.load(path).predict(X_raw)
