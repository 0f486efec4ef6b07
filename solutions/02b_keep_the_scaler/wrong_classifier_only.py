"""Saves the classifier and leaves the scaler behind (this is the starter).

Misconception: the-classifier-is-the-model
Fails: test_the_file_alone_is_enough, test_raw_rows_get_the_right_labels,
    test_other_units_give_the_same_labels, test_the_report_is_that_of_the_file,
    test_two_trainings_do_not_mix
"""

import joblib
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def train(X, y, path):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=6)
    scaler = StandardScaler()
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    classifier = LogisticRegression(max_iter=500)
    classifier.fit(X_train, y_train)
    joblib.dump(classifier, path)
    return classifier.score(X_test, y_test)


def predict(path, X_raw):
    return joblib.load(path).predict(X_raw)
