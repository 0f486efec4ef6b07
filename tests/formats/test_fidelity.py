"""The table of the book says what happens, and nothing in it went wrong without a word."""

import importlib.util
from pathlib import Path

import pytest
from sklearn.utils import all_estimators

SPEC = importlib.util.spec_from_file_location("fidelity", Path(__file__).with_name("fidelity.py"))
fidelity = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fidelity)
TABLE = fidelity.recorded()
SOME = sorted(TABLE)[::19]  # eleven, from every part of the alphabet


def test_the_table_has_every_estimator_of_scikit_learn():
    assert list(TABLE) == [name for name, _ in all_estimators()]


def test_no_estimator_comes_back_different_without_a_word():
    assert {word for row in TABLE.values() for word in row.values()} <= set(fidelity.WORDS) - {"FAILED"}


def test_the_page_is_made_from_the_table():
    assert fidelity.PAGE.read_text(encoding="utf-8") == fidelity.page(TABLE)


@pytest.fixture(scope="module")
def measured():
    return fidelity.measure(SOME)


@pytest.mark.parametrize("name", SOME)
def test_the_table_says_what_happens(measured, name):
    assert {fmt: found.split(":")[0] for fmt, found in measured[name].items()} == TABLE[name]


def test_another_answer_would_be_called_a_failure(tmp_path):
    """Else no row could ever say so."""
    np = fidelity.np
    expected, order = {"predict": np.arange(3.0)}, {"format": "onnx", "options": {}}
    for change, word in ((0.0, "bitwise"), (1e-7, "close"), (0.1, "FAILED")):
        np.savez(tmp_path / "a.npz", predict=expected["predict"] + change)
        assert fidelity.judged(expected, order, {"number": 0}, tmp_path / "a.npz").startswith(word)
    np.savez(tmp_path / "a.npz", predict=expected["predict"] + 1e-7)
    assert fidelity.judged(expected, {"format": "pickle"}, {}, tmp_path / "a.npz").startswith("FAILED")
