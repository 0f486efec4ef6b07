"""A model in a module that fresh processes can import, quick to start: it needs numpy and nothing more."""

import importlib
import sys

import pytest

TINY = '''
import os
import numpy as np

CALLS = os.path.join(os.path.dirname(__file__), "calls.txt")


def note(what):
    with open(CALLS, "a") as file:
        file.write(what + "\\n")


class Tiny:
    """Two classes by the sign of a sum; it writes down what is done to it."""

    def __init__(self, weight=None, labels=(0, 1)):
        self.weight, self.labels = weight, labels

    def fit(self, X, y):
        note("fit")
        self.weight = 2.0
        return self

    def predict_proba(self, X):
        note("predict_proba")
        if self.weight is None:
            raise ValueError("this model is not fitted")
        ones = 1 / (1 + np.exp(-self.weight * np.asarray(X).sum(axis=1)))
        return np.column_stack([1 - ones, ones])

    def predict(self, X):
        return np.array(self.labels, dtype=object)[self.predict_proba(X).argmax(axis=1)]

    def __getstate__(self):
        note("save")
        return vars(self).copy()


class Chatty(Tiny):
    def __setstate__(self, state):
        print("loading...")
        vars(self).update(state)


class Deadly(Tiny):
    def __setstate__(self, state):
        os.abort()


class Large:
    """A callable over an array that can be mapped."""

    def __init__(self, n):
        self.numbers = np.ones(n)

    def __call__(self, X):
        return np.asarray(X) * self.numbers.sum()
'''


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """The module ``tiny_model``, in a folder of its own; ``calls()`` tells what was done to its models."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "tiny_model.py").write_text(TINY, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    module = importlib.import_module("tiny_model")
    calls = folder / "calls.txt"
    module.calls = lambda: calls.read_text().split() if calls.exists() else []
    yield module
    del sys.modules["tiny_model"]
