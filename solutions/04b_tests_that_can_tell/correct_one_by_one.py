"""Rows one at a time, golden answers as lists, and the identity of the object instead of a change to it."""

from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_wine(return_X_y=True)


def fitted(features):
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.3)).fit(X[:, features], y)


def test_golden_answers(save, reload, tmp_path):
    model, rows = fitted([0, 6, 9]), X[::60, [0, 6, 9]]
    golden = [model.predict_proba([row]).tolist() + model.predict([row]).tolist() for row in rows]
    path = tmp_path / "golden.bin"
    save(model, path)
    again = reload(path)
    assert again is not model
    for row, wanted in zip(rows, golden, strict=True):
        assert again.predict_proba([row]).tolist() + again.predict([row]).tolist() == wanted


def test_each_path_has_its_own(tmp_path, reload, save):
    models = {tmp_path / str(column): fitted([column, 12]) for column in (0, 6)}
    for path, model in models.items():
        save(model, path)
    for path, model in models.items():
        assert (reload(path).predict_proba(X[:, [0, 12]]) == model.predict_proba(X[:, [0, 12]])).all()
