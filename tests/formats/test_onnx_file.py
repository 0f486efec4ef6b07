"""ONNX: what float32 changes is found before a file is written, or by the parity report."""

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from rehydrate import formats
from rehydrate.errors import CannotHold
from rehydrate.formats.onnx_file import OPSET, parity

FMT = formats.get("onnx")
GENERATOR = np.random.default_rng(3)
X = GENERATOR.normal(size=(200, 3)).astype(np.float32).astype(float)
Y = (X[:, 0] + X[:, 1] > 0).astype(int)


def trap():
    """Return rows whose first column is large and fine, like a time in seconds, and a class by it."""
    rows = X.copy()
    rows[:, 0] = 1e8 + np.arange(200.0)
    return rows, (np.arange(200) // 7) % 2


FINE = {
    "scaled tree": make_pipeline(StandardScaler(), DecisionTreeClassifier(random_state=0)),
    "scaled line": make_pipeline(StandardScaler(), LogisticRegression()),
    "scaled forest": make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=0)),
}


@pytest.mark.parametrize("case", FINE)
def test_the_float32_trap_is_found_by_the_sample_and_by_the_report(tmp_path, case):
    (rows, labels), model = trap(), FINE[case]
    model.fit(rows, labels)
    with pytest.raises(CannotHold, match=r"on the sample, it is NOT the same: \d+ of 200 labels"):
        formats.get("onnx", sample=rows).dump(model, tmp_path / "a.onnx")
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.onnx"))  # made-up rows do not show it
    report = parity(model, loaded, rows)
    assert not report.holds and (report.n_labels_differ > 10 or report.largest_difference > 1e-3)
    assert str(report).startswith("NOT the same")


def test_a_tree_alone_is_no_trap_for_it_computes_in_float32_itself(tmp_path):
    rows, labels = trap()
    model = DecisionTreeClassifier(random_state=0).fit(rows, labels)
    loaded = FMT.load(formats.get("onnx", sample=rows).dump(model, tmp_path / "a.onnx"))
    assert parity(model, loaded, rows).holds


def test_the_report_agrees_where_float32_is_enough(tmp_path):
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X, np.array(["no", "yes"])[Y])
    report = parity(model, FMT.load(FMT.dump(model, tmp_path / "a.onnx")), X)
    assert report.holds and report.n_rows == 200 and report.n_labels_differ == 0
    assert 0 < report.largest_difference < 1e-6
    assert str(report).startswith("the same")


def test_the_report_sees_one_wrong_label_and_one_missing_number(tmp_path):
    model = LogisticRegression().fit(X, Y)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.onnx"))
    right = loaded.predict, loaded.predict_proba
    loaded.predict = lambda rows: np.where(np.arange(len(rows)) == 5, 1 - right[0](rows), right[0](rows))
    assert parity(model, loaded, X).n_labels_differ == 1
    loaded.predict, loaded.predict_proba = right[0], lambda rows: right[1](rows) * np.nan
    assert parity(model, loaded, X).largest_difference == np.inf
    loaded.predict_proba = lambda rows: right[1](rows)[:, :1]
    assert not parity(model, loaded, X).holds


def test_a_predictor_has_the_methods_and_classes_of_its_model_and_no_more(tmp_path):
    names = np.array(["no", "yes"])[Y]
    classifier = FMT.load(FMT.dump(LogisticRegression().fit(X, names), tmp_path / "a.onnx"))
    assert classifier.classes_.tolist() == ["no", "yes"] and classifier.predict(X).dtype == names.dtype
    assert classifier.predict_proba(X).shape == (200, 2) and not hasattr(classifier, "transform")
    regressor = FMT.load(FMT.dump(LinearRegression().fit(X, X[:, 0]), tmp_path / "b.onnx"))
    assert regressor.classes_ is None and regressor.predict(X).shape == (200,)
    assert not hasattr(regressor, "predict_proba") and not hasattr(regressor, "fit")
    two = FMT.load(FMT.dump(LinearRegression().fit(X, X[:, :2]), tmp_path / "c.onnx"))
    assert two.predict(X).shape == (200, 2)
    scaler = FMT.load(FMT.dump(StandardScaler().fit(X), tmp_path / "d.onnx"))
    assert scaler.transform(X).dtype == np.float32 and not hasattr(scaler, "predict")


def frame():
    words = np.array(["red", "blue"])[(X[:, 2] > 0).astype(int)]
    return pd.DataFrame({"a number": X[:, 0], "colour": words, "a-number": X[:, 1]})


def columns():
    steps = make_column_transformer(
        (StandardScaler(), ["a number", "a-number"]), (OneHotEncoder(handle_unknown="ignore"), ["colour"])
    )
    return make_pipeline(steps, LogisticRegression()).fit(frame(), Y)


def test_a_table_with_words_needs_a_sample_and_then_has_an_input_for_each_column(tmp_path):
    with pytest.raises(CannotHold, match=r"formats\.get\('onnx', sample=X\[:100\]\)"):
        FMT.dump(columns(), tmp_path / "a.onnx")
    loaded = FMT.load(formats.get("onnx", sample=frame()[:50]).dump(columns(), tmp_path / "a.onnx"))
    assert loaded.columns == ["a number", "colour", "a-number"]
    assert [entry.type for entry in loaded.session.get_inputs()] == [
        "tensor(float)",
        "tensor(string)",
        "tensor(float)",
    ]
    shuffled = frame()[["colour", "a-number", "a number"]]
    assert np.array_equal(loaded.predict(shuffled), columns().predict(frame()))
    assert parity(columns(), loaded, frame()).holds


def test_numbers_above_one_are_compared_by_their_size(tmp_path):
    model = RandomForestRegressor(3, random_state=0).fit(X, X[:, 0] * 1e9)
    assert parity(model, FMT.load(FMT.dump(model, tmp_path / "a.onnx")), X).holds


def test_a_file_by_another_program_is_read_with_its_classes_unknown(tmp_path):
    from skl2onnx import to_onnx

    model = LinearRegression().fit(X, X[:, 0])
    (tmp_path / "a.onnx").write_bytes(
        to_onnx(model, X[:1].astype(np.float32), target_opset=OPSET).SerializeToString()
    )
    loaded = FMT.load(tmp_path / "a.onnx")
    assert loaded.classes_ is None
    assert np.allclose(loaded.predict(X)[:, 0], model.predict(X), atol=1e-6)


def test_what_is_not_fitted_is_refused(tmp_path):
    for model in (object(), LinearRegression(), DecisionTreeClassifier()):
        with pytest.raises(CannotHold):
            FMT.dump(model, tmp_path / "a.onnx")
    assert not list(tmp_path.iterdir())
