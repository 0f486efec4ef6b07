"""Further checks of 03a."""

import io
import pickle
from functools import cache

import pytest
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


@cache
def model():
    X, y = load_iris(return_X_y=True)
    return make_pipeline(StandardScaler(), RandomForestClassifier(n_estimators=2, random_state=0)).fit(X, y)


def really_asked_for(data):
    """Load what was pickled here, and note every name that is looked up."""

    class Noting(pickle.Unpickler):  # lint: it loads what this file has made
        def find_class(self, module, name):
            names.add(f"{module}.{name}")
            return super().find_class(module, name)

    names = set()
    Noting(io.BytesIO(data)).load()
    return names


@pytest.mark.points(2)
def test_a_model_is_read(submission, tmp_path):
    """A fitted pipeline is pickled with three protocols, and the file's path is given as text.

    A model is many objects of many classes, some of them named again and again.
    """
    for protocol in (0, 2, 4):
        data = pickle.dumps(model(), protocol)
        (tmp_path / "model").write_bytes(data)
        found, expected = submission.globals_of(str(tmp_path / "model")), really_asked_for(data)
        assert found == expected, f"protocol {protocol}: {sorted(found ^ expected)[:3]} are told differently"
