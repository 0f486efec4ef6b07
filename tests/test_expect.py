"""Comparisons whose failure is one readable sentence."""

import numpy as np
import pytest

from rehydrate.lab.expect import expect_equal


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        (1, 1),
        (1, 1.0),
        (np.int64(3), 3),
        (np.bool_(True), True),
        ("a", np.str_("a")),
        (None, None),
        ([1, (2,)], [1, (2,)]),
        (float("nan"), float("nan")),
        (np.float32("nan"), float("nan")),
        (np.array([1.0, np.nan]), np.array([1.0, np.nan])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array(5), np.array(5)),
        (np.array(np.nan), np.array(np.nan)),
        (np.empty((0, 3)), np.empty((0, 3))),
        (np.array(["a"]), np.array(["a"])),
        (np.array(["NaT", "2024"], "M8[Y]"), np.array(["NaT", "2024"], "M8[Y]")),
        (np.array(["a", None], object), np.array(["a", None], object)),
    ],
    ids=repr,
)
def test_equal_things_pass(observed, expected):
    expect_equal(observed, expected, "it")


@pytest.mark.parametrize(
    ("observed", "expected", "sentence"),
    [
        (1, 2, "it: got 1, expected 2"),
        (1, True, "it: got 1, expected True"),
        (0, False, "it: got 0, expected False"),
        (None, 1, "it: got None, expected 1"),
        (float("nan"), 1.0, "it: got nan, expected 1.0"),
        (1.0, float("nan"), "it: got 1.0, expected nan"),
        ("1", 1, "it: got '1', expected 1"),
        ([0] * 99, [], f"it: got [{'0, ' * 25}0..., expected []"),
        (np.zeros(3), 0, "it: got an array of shape (3,), expected 0"),
        (np.array(0), 0, "it: got an array of shape (), expected 0"),
        ([0, 0], np.zeros(2), "it: got [0, 0], expected an array of shape (2,)"),
        (np.zeros((1, 2)), np.zeros(2), "it: got an array of shape (1, 2), expected shape (2,)"),
        (
            np.array([[1.0, 2.0], [3.0, 4.0]]),
            np.array([[1.0, 2.0], [5.0, 6.0]]),
            "it: 2 of 4 values differ; the first, at [1, 0], is 3.0 instead of 5.0",
        ),
        (np.array(1), np.array(2), "it: 1 of 1 values differ; the first, at [], is 1 instead of 2"),
        (
            np.array(["a"]),
            np.array([1.0]),
            "it: 1 of 1 values differ; the first, at [0], is a instead of 1.0",
        ),
        (
            np.array([1.0]),
            np.array([np.nan]),
            "it: 1 of 1 values differ; the first, at [0], is 1.0 instead of nan",
        ),
    ],
    ids=range(16),
)
def test_a_difference_is_one_sentence(observed, expected, sentence):
    with pytest.raises(AssertionError) as caught:
        expect_equal(observed, expected, "it")
    assert str(caught.value) == sentence
