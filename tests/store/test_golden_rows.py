import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder, StandardScaler

from rehydrate.errors import StoreError
from rehydrate.store._golden_rows import decode, difference, encode


class Echo:
    """Predicts what it is given."""

    def predict(self, X):
        return X


@given(
    arrays(
        st.sampled_from(["f8", "f4", "f2", "i8", "u1", "?"]), st.tuples(st.integers(0, 4), st.integers(0, 3))
    )
)
def test_arrays_of_numbers_come_back_bit_by_bit(array):
    X, outputs = decode(encode(Echo(), array))
    for found in (X, outputs["predict"]):
        assert found.dtype == array.dtype
        assert found.shape == array.shape
        np.testing.assert_array_equal(found, array)
        if array.dtype.kind == "f":
            number = array == array
            np.testing.assert_array_equal(np.signbit(found[number]), np.signbit(array[number]))


@pytest.mark.parametrize(
    "array",
    [np.array([["a", "bé"]]), np.array([["a", 1, None, 0.5, True]], dtype=object), np.zeros((2, 3, 4), "f4")],
)
def test_other_arrays_come_back(array):
    X, _ = decode(encode(Echo(), array))
    assert X.dtype == array.dtype
    assert X.tolist() == array.tolist()


def test_a_frame_comes_back_with_its_types():
    frame = pd.DataFrame(
        {
            "age": np.array([1, 2, 3], dtype="int32"),
            "income": [0.1, float("nan"), 1e300],
            "city": ["Rome", None, "Lima"],
            "plan": pd.Categorical(["b", "a", "b"]),
            "active": [True, False, True],
        }
    )
    X, _ = decode(encode(Echo(), frame))
    pd.testing.assert_frame_equal(X, frame)


def test_texts_come_back():
    texts = ["a rose", "is a rose"]
    classifier = make_pipeline(CountVectorizer(), LogisticRegression()).fit(texts, [0, 1])
    X, outputs = decode(encode(classifier, texts))
    assert texts == X
    np.testing.assert_array_equal(outputs["predict_proba"], classifier.predict_proba(texts))


def test_every_output_of_the_model_is_kept(X):
    assert set(decode(encode(StandardScaler().fit(X), X[:3]))[1]) == {"transform"}
    classifier = LogisticRegression().fit(X, X[:, 0] > 0)
    assert set(decode(encode(classifier, X[:3]))[1]) == {"predict", "predict_proba"}


@pytest.mark.parametrize("X", [csr_array(np.eye(3)), np.array([[object()]]), np.array([1 + 2j]), {"a": 1}])
def test_rows_that_plain_data_cannot_hold_are_refused(X):
    with pytest.raises(StoreError, match="cannot be kept as plain data"):
        encode(Echo(), X)


def test_a_model_that_predicts_nothing_has_no_golden_rows():
    with pytest.raises(StoreError, match="none of the methods predict"):
        encode({"a": 1}, np.zeros((1, 1)))


def test_golden_rows_are_plain_json(model, X):
    assert json.loads(encode(model, X[:2]))["X"]["shape"] == [2, 4]


@pytest.mark.parametrize(
    ("before", "after", "gap"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0.0),
        ([1.0, 2.0], [1.0, 2.5], 0.5),
        ([1.0, np.nan], [1.0, np.nan], 0.0),
        ([1.0, np.nan], [1.0, 2.0], np.inf),
        ([np.inf, -np.inf], [np.inf, -np.inf], 0.0),
        ([np.inf], [-np.inf], np.inf),
        ([1, 2], [[1, 2]], np.inf),
        (["a"], ["a"], 0.0),
        (["a"], ["b"], np.inf),
        ([True], [False], 1.0),
        (np.int64([2**62]), np.int64([2**62 + 1]), 1.0),
        (np.uint8([1]), np.uint8([2]), 1.0),
        ([], [], 0.0),
        ([1.0], None, np.inf),
    ],
)
def test_the_difference_is_the_largest_one(before, after, gap):
    assert difference(before, after) == gap


def test_an_encoder_of_text_is_remembered(X):
    frame = pd.DataFrame({"city": ["Rome", "Lima"]})
    found, outputs = decode(encode(OrdinalEncoder().fit(frame), frame))
    np.testing.assert_array_equal(outputs["transform"], [[1.0], [0.0]])
