"""Puts the scaler into the pipeline and scales before the pipeline as well.

Misconception: scaled-twice
Fails: test_the_file_alone_is_enough, test_raw_rows_get_the_right_labels,
    test_other_units_give_the_same_labels, test_two_trainings_do_not_mix
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_train, y_train)
    joblib.dump(model, path)
    return accuracy_score(y_test, predict(path, X_test))


def predict(path, X_raw):
    model = joblib.load(path)
    X_scaled = model[0].transform(X_raw)
    return model.predict(X_scaled)
