"""What the checks of a PREDICT exercise say of a sheet."""

from types import SimpleNamespace

import numpy as np
import pytest

from rehydrate.lab.kinds.sheet import expect_complete, expect_predicted

OFFERED = {"pair": [(1, True), (1, 1)], "words": ("forest", "scaler")}
RIGHT = {"pair": (1, True), "words": ("forest",)}


def answered(**changed):
    """Stand for a submission with this sheet."""
    return SimpleNamespace(PREDICTIONS=RIGHT | changed)


@pytest.mark.parametrize("pair", [(1, True), [1, True], (np.int64(1), True), (1, 1)])
@pytest.mark.parametrize("words", [(), ["scaler"], {"scaler", "forest"}])
def test_whatever_is_offered_is_taken(pair, words):
    expect_complete(answered(pair=pair, words=words), OFFERED)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"pair": ...}, "is not offered"),
        ({"pair": None}, "1 of 2 questions have no answer yet: pair"),
        ({"pair": (1.0, True)}, r"pair: \(1.0, True\) is not offered. One of: \(1, True\), \(1, 1\)"),
        ({"pair": (2, True)}, "is not offered"),
        ({"pair": "12"}, "is not offered"),
        ({"words": ("tree",)}, r'A tuple of some of: "forest", "scaler" \(words with their quotes\)'),
        ({"words": "forest"}, r"a tuple of one needs a comma: \('forest',\)"),
        ({"words": int}, "words: a name without quotes is not offered"),
    ],
)
def test_what_is_not_offered_is_refused_in_words(changed, words):
    with pytest.raises(AssertionError, match=words):
        expect_complete(answered(**changed), OFFERED)


def test_what_is_no_sheet_is_refused():
    with pytest.raises(AssertionError, match="no dict any more"):
        expect_complete(SimpleNamespace(PREDICTIONS=[]), OFFERED)


def test_a_prediction_is_compared_with_what_came_out():
    expect_predicted(answered(pair=[1, True]), OFFERED, "pair", (np.int64(1), True))
    expect_predicted(answered(words=["scaler", "forest"]), OFFERED, "words", ("forest", "scaler"))
    with pytest.raises(AssertionError, match=r"you predicted \('forest',\); what came out is \('scaler',\)"):
        expect_predicted(answered(), OFFERED, "words", ("scaler",))
    with pytest.raises(AssertionError, match="pair has no answer yet"):
        expect_predicted(answered(pair=None), OFFERED, "pair", (1, 1))
