"""Comparing predictions: what counts as the same model."""

import numpy as np
import pytest

from rehydrate.errors import EvaluationError, WrongUsage
from rehydrate.evaluate._fidelity import compare, given, reference_of

X = np.array([[1.0, -2.0], [3.0, 4.0], [-1.0, 0.5]])


def test_the_reference_is_probabilities_and_labels(tiny):
    found = reference_of(tiny.Tiny(2.0, labels=("ham", "spam")), X)
    assert list(found) == ["predict_proba", "predict"]
    assert found["predict"].tolist() == ["ham", "spam", "ham"]
    assert found["predict"].dtype.kind == "U"


def test_a_model_that_was_never_fitted_is_refused_and_left_alone(tiny):
    model = tiny.Tiny()
    with pytest.raises(EvaluationError, match="not fitted") as caught:
        reference_of(model, X)
    assert "does not fit or repair" in caught.value.why
    assert model.weight is None
    assert "fit" not in tiny.calls()


def test_a_bare_array_is_labels_unless_it_holds_fractions():
    assert list(given(np.array([0, 1]), "predict_proba")) == ["predict"]
    assert list(given(np.array(["a"], dtype=object), "predict_proba")) == ["predict"]
    assert list(given(np.array([0.5]), "predict_proba")) == ["predict_proba"]


def test_one_label_is_counted_and_is_another_model():
    found = compare({"predict": np.array([0, 1, 1])}, {"predict": np.array([0, 1, 0])}, tolerance=1.0)
    assert (found.labels_differ, found.n_rows, found.same) == (1, 3, False)
    assert found.largest_difference is None


def test_equal_labels_do_not_hide_other_probabilities():
    a, b = {"p": np.array([0.9, 0.1]), "predict": np.array([1, 0])}, {}
    b = {"p": np.array([0.8, 0.1]), "predict": np.array([1, 0])}
    found = compare(a, b, tolerance=0.0)
    assert found.labels_differ == 0
    assert found.largest_difference == pytest.approx(0.1)
    assert not found.same


@pytest.mark.parametrize(
    ("actual", "expected", "same"),
    [
        (0.5 + 1e-7, 0.5, True),
        (0.5 + 1e-5, 0.5, False),
        (1e6 + 0.1, 1e6, True),  # above 1 the tolerance is relative
        (1e6 + 10, 1e6, False),
        (np.nan, np.nan, True),
        (np.nan, 0.0, False),
        (0.0, np.nan, False),
        (np.inf, np.inf, True),
        (np.inf, -np.inf, False),
        (1.0, np.inf, False),
    ],
)
def test_the_tolerance_of_the_format_decides(actual, expected, same):
    found = compare({"f": np.array([actual])}, {"f": np.array([expected])}, tolerance=1e-6)
    assert found.same is same


def test_accuracy_is_shown_beside_and_changes_no_verdict():
    labels = {"predict": np.array([0, 1])}
    found = compare(labels, labels, 0.0, y=np.array([1, 0]))
    assert (found.accuracy, found.same) == (0.0, True)


def test_a_reference_of_another_shape_is_named_with_both_shapes():
    with pytest.raises(WrongUsage, match=r"\(3,\)") as caught:
        compare({"predict": np.zeros(2)}, {"predict": np.zeros(3)}, 0.0)
    assert "(2,)" in caught.value.why
