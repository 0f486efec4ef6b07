"""Folds the scaler into the weights: w.(x - mean) / scale is a linear model of the raw row too."""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler().fit(X_train)
    model = LogisticRegression(max_iter=500).fit(scaler.transform(X_train), y_train)
    model.coef_ = model.coef_ / scaler.scale_
    model.intercept_ = model.intercept_ - model.coef_ @ scaler.mean_
    joblib.dump(model, path)
    return model.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
