import json
import platform
from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC

from rehydrate.store._describe import facts, plain


class Homemade:
    """A model of nobody's library."""


def test_a_pipeline_is_described_with_its_parts(model, X):
    found = facts(model)
    assert found["model_class"] == "sklearn.pipeline.Pipeline"
    assert found["hyperparameters"]["logisticregression__C"] == 0.5
    assert found["hyperparameters"]["standardscaler"] == "sklearn.preprocessing._data.StandardScaler"
    assert found["features"] == {"count": 4, "names": None, "dtypes": None}
    assert found["classes"] == [False, True]


def test_names_and_dtypes_come_from_the_frame():
    frame = pd.DataFrame({"age": [1, 2, 3], "income": [0.5, 1.5, 2.5]})
    found = facts(LinearRegression().fit(frame, [1, 2, 3]), frame)
    assert found["features"] == {
        "count": 2,
        "names": ["age", "income"],
        "dtypes": {"age": "int64", "income": "float64"},
    }
    assert found["classes"] is None


def test_the_environment_names_what_one_would_install(model):
    found = facts(model)["environment"]
    assert found["python"] == platform.python_version()
    assert found["platform"] == platform.platform()
    assert found["libraries"]["scikit-learn"] == version("scikit-learn")
    assert found["libraries"]["numpy"] == version("numpy")
    assert "builtins" not in found["libraries"]


def test_a_model_of_no_library_is_described_as_far_as_that_goes():
    found = facts(Homemade())
    assert found["model_class"].endswith("Homemade")
    assert found["hyperparameters"] == {}
    assert found["features"] == {"count": None, "names": None, "dtypes": None}
    assert all(found["environment"]["libraries"].values())


@pytest.mark.parametrize(
    "estimator",
    [
        SimpleImputer(missing_values=np.nan),
        GridSearchCV(SVC(), {"C": np.logspace(-3, 3, 7), "kernel": ["rbf", len]}),
        make_pipeline(SimpleImputer(), RandomForestClassifier(class_weight={0: 1.0, 1: np.float32(2)})),
    ],
)
def test_every_description_is_json(estimator):
    assert json.loads(json.dumps(facts(estimator), allow_nan=False))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (np.bool_(True), True),
        (np.int64(3), 3),
        (np.float32(0.5), 0.5),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (np.float64("inf"), "inf"),
        ((1, [2, {"a": (3,)}]), [1, [2, {"a": [3]}]]),
        ({1: "a"}, {"1": "a"}),
        (np.arange(3), [0, 1, 2]),
        (np.zeros((1000, 1000)), "ndarray of shape (1000, 1000)"),
        (np.str_("x"), "x"),
        (SVC(), "sklearn.svm._classes.SVC"),
        (SVC, "sklearn.svm._classes.SVC"),
        (1 + 2j, "(1+2j)"),
        (2**80, 2**80),
    ],
)
def test_a_value_becomes_plain(value, expected):
    found = plain(value)
    assert found == expected
    assert json.loads(json.dumps(found, allow_nan=False)) == expected


def test_a_long_repr_is_cut():
    class Talker:
        def __repr__(self):
            return "x" * 1_000_000

    assert len(plain(Talker())) == 1000
