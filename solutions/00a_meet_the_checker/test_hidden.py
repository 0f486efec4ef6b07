"""A further check of 00a: other data, other models."""

import numpy as np
from sklearn.datasets import load_wine
from sklearn.tree import DecisionTreeClassifier


def test_other_models_on_other_data_differ_too(submission):
    """Two trees of different depth are fitted to the wine data; both are right about every row they are
    asked.

    What tells two forests on iris apart has to tell two trees on wine apart as well.
    """
    X, y = load_wine(return_X_y=True)
    kind = submission.evidence()
    shallow = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y)
    deep = DecisionTreeClassifier(random_state=0).fit(X, y)
    right = (shallow.predict(X) == y) & (deep.predict(X) == y)
    found = {
        "accuracy": shallow.score(X[right], y[right]) != deep.score(X[right], y[right]),
        "predictions": not np.array_equal(shallow.predict_proba(X[right]), deep.predict_proba(X[right])),
        "file size": True,
    }
    assert found.get(kind, False), f"the {kind} does not tell the two trees apart"
