"""Stores and models for the tests of the store, and a payload that tells when it was run."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate.store import ModelStore


@pytest.fixture(scope="session")
def X():
    """120 rows of 4 features, as they come from a fixed seed."""
    return np.random.default_rng(0).normal(size=(120, 4))


@pytest.fixture(scope="session")
def model(X):
    """A fitted pipeline."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.5)).fit(X, X[:, 0] > 0)


@pytest.fixture
def store(tmp_path):
    """An empty store; not durable, because no test here cuts the power."""
    return ModelStore(tmp_path / "models", durable=False)


@pytest.fixture
def filled(store):
    """A store with churn 1, 2 and 3, each a dict that says its number."""
    for number in (1, 2, 3):
        assert store.save("churn", {"number": number}, metrics={"accuracy": number / 10}) == number
    return store


@pytest.fixture
def path_of(tmp_path):
    """Return the path of a version's file in the folder of the fixture ``store``."""

    def find(store, name, version, which="payload"):
        return tmp_path / "models" / name / getattr(store.manifest(name, version), which).file

    return find


class Touch:
    """Touches a file when its pickle is loaded: the only harm that a test may do."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (str(self.path),))


@pytest.fixture
def trap(tmp_path):
    """Return the bytes of a pickle that makes a folder when it is loaded, and that folder."""
    marker = tmp_path / "was-run"
    return pickle.dumps(Touch(marker)), marker


def overwrite(path, data):
    """Replace the bytes of a file in place, though it is read-only."""
    path.chmod(0o644)
    path.write_bytes(data)


def python(code, *arguments):
    """Run code in another process and return what it printed; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=Path.home(),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def child():
    """Start code in another process; it may be asked line by line, and is killed at the end of the test."""
    started = []

    def start(code, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
