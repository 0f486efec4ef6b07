"""The whole measurement, over a model that needs numpy alone, with few and short processes."""

import dataclasses
import pickle
from pathlib import Path

import numpy as np
import pytest

from rehydrate import formats
from rehydrate.errors import EvaluationError, WrongUsage
from rehydrate.evaluate import _session as session
from rehydrate.evaluate import evaluate, evaluate_file, reference_of
from rehydrate.evaluate._processes import run
from rehydrate.evaluate._session import Candidate

X = np.random.default_rng(0).normal(size=(30, 3))
SHORT = {"repeats": 1, "workers": 0, "sizes": (1, 50)}


@pytest.fixture
def model(tiny):
    return tiny.Tiny(2.0, labels=("ham", "spam"))


def test_each_format_is_measured_and_found_the_same(model):
    steps = []
    result = evaluate(
        model,
        X,
        model.predict(X),
        formats=["pickle", "joblib", "pickle+mapped"],
        progress=lambda *step: steps.append(step),
        **SHORT,
    )
    assert [one.format for one in result.measured] == ["pickle", "joblib", "pickle+mapped"]
    assert result.left_out == {}
    assert (result.method, result.baseline) == ("predict_proba", "joblib")
    for one in result.measured:
        assert one.fidelity.same
        assert (one.fidelity.labels_differ, one.fidelity.largest_difference) == (0, 0.0)
        assert one.fidelity.accuracy == 1.0
        assert one.n_bytes > 0
        assert one.imports.median > one.read.median > 0  # numpy against a few hundred bytes
        assert one.cold.median == pytest.approx(
            one.imports.median + one.read.median + one.first_predict.median
        )
        assert one.latency.keys() == {1, 50}
        assert one.shared_bytes is None
    assert [done for done, _, _ in steps] == list(range(12))
    assert {total for _, total, _ in steps} == {12}


def test_nothing_is_fitted_and_the_model_stays_as_it_was(tiny, model):
    before = pickle.dumps(model)
    evaluate(model, X, formats=["pickle"], **SHORT)
    assert "fit" not in tiny.calls()
    assert pickle.dumps(model) == before


def test_predictions_are_stored_before_anything_is_saved(tiny, model):
    evaluate(model, X, formats=["pickle"], **SHORT)
    calls = tiny.calls()
    assert "save" not in calls[: calls.index("predict_proba")]
    assert "predict_proba" in calls[: calls.index("save")]


def test_a_live_object_that_is_not_the_trained_model_is_noticed(tiny, model):
    trained = reference_of(model, X)
    refitted = tiny.Tiny(2.5, labels=("ham", "spam"))
    result = evaluate(refitted, X, formats=["pickle"], reference=trained, **SHORT)
    assert "DIFFERS" in result.reference
    assert not result["pickle"].fidelity.same
    assert result["pickle"].fidelity.labels_differ == 0  # labels, and so any score, do not show it
    assert result["pickle"].fidelity.largest_difference > 0.01


def test_a_reference_given_is_the_one_compared_with(model):
    result = evaluate(model, X, formats=["pickle"], reference=model.predict_proba(X), **SHORT)
    assert "agrees" in result.reference
    assert result["pickle"].fidelity.same
    assert result["pickle"].fidelity.labels_differ is None


def test_a_model_that_was_never_fitted_is_an_error_and_nothing_is_saved(tiny):
    with pytest.raises(EvaluationError, match="not fitted"):
        evaluate(tiny.Tiny(), X, formats=["pickle"], **SHORT)
    assert "save" not in tiny.calls()
    assert "fit" not in tiny.calls()


@pytest.mark.parametrize("weight", [2.5, None])
def test_a_file_that_is_not_the_trained_model_is_reported_and_not_repaired(tiny, model, tmp_path, weight):
    trained = reference_of(model, X)
    path = formats.get("joblib").dump(tiny.Tiny(weight, labels=("ham", "spam")), tmp_path / "m.joblib")
    content = path.read_bytes()
    result = evaluate_file(path, X, trained, fmt="joblib", **SHORT)
    if weight:
        assert not result["joblib"].fidelity.same
    else:
        assert "not fitted" in result.left_out["joblib"]
    assert path.read_bytes() == content
    assert "fit" not in tiny.calls()


def test_a_file_is_measured_where_it_lies(model, tmp_path):
    path = formats.get("joblib").dump(model, tmp_path / "m.joblib")
    result = evaluate_file(path, X, reference_of(model, X), fmt="joblib", **SHORT)
    assert result["joblib"].fidelity.same
    assert result["joblib"].n_bytes == path.stat().st_size
    assert result.model == str(path)


def test_formats_that_cannot_are_listed_with_the_reason(model, monkeypatch):
    monkeypatch.setattr(type(formats.get("cloudpickle")), "missing", lambda self: ["cloudpickle"])
    result = evaluate(model, X, formats=["xgboost", "cloudpickle", "pickle"], **SHORT)
    assert [one.format for one in result.measured] == ["pickle"]
    assert "xgboost cannot keep a tiny_model.Tiny" in result.left_out["xgboost"]
    assert "not installed" in result.left_out["cloudpickle"]
    assert result.baseline == "pickle"
    with pytest.raises(WrongUsage, match="was not measured"):
        result["xgboost"]


def test_where_nothing_can_be_measured_the_reasons_are_the_result(model):
    result = evaluate(model, X, formats=["xgboost"], **SHORT)
    assert (result.measured, result.baseline) == ((), "")
    assert "xgboost" in result.table()


def test_a_file_of_another_format_is_left_out(model, tmp_path):
    path = tmp_path / "m.npy"
    np.save(path, X)
    result = evaluate_file(path, X, reference_of(model, X), fmt="joblib", **SHORT)
    assert "ForeignFile" in result.left_out["joblib"]


def test_a_reference_that_does_not_fit_the_rows_is_refused(model):
    with pytest.raises(WrongUsage, match="shape"):
        evaluate(model, X, formats=["pickle"], reference=model.predict_proba(X[:5]), **SHORT)


def test_formats_take_turns_and_each_start_is_a_new_process(model, monkeypatch):
    order = []

    def watched(job, **how):
        order.append((job["task"], job["mapped"]))
        return run(job, **how)

    monkeypatch.setattr(session, "run", watched)
    evaluate(model, X, formats=["pickle", "pickle+mapped"], **SHORT | {"repeats": 2})
    turns = [("measure", False), ("measure", True)]
    assert order == [("scout", False), ("scout", True), *turns, *turns]


def test_rows_are_repeated_until_a_batch_is_full_and_all_rows_are_compared(model, monkeypatch):
    laid_out = {}

    def watched(job, **how):
        folder = Path(job["folder"])
        laid_out.update({path.stem: pickle.loads(path.read_bytes()) for path in folder.glob("*[Xs0].pkl")})
        return run(job, **how)

    monkeypatch.setattr(session, "run", watched)
    evaluate(model, X, formats=["joblib"], **SHORT)
    assert [len(laid_out[name]) for name in ("X", "rows", "rows-50")] == [30, 30, 50]
    assert {rows.shape for rows in laid_out["rows"]} == {(1, 3)}
    assert (laid_out["rows-50"][30:] == X[:20]).all()


def test_the_page_cache_is_emptied_before_each_cold_start_and_only_if_asked(model, monkeypatch):
    dropped = []
    monkeypatch.setattr(session, "drop_from_page_cache", lambda path: dropped.append(path.exists()))
    warm = evaluate(model, X, formats=["pickle"], **SHORT)
    assert dropped == []
    assert "Page cache: warm" in warm.table()
    cold = evaluate(model, X, formats=["pickle"], cold_cache=True, **SHORT)
    assert dropped == [True]
    assert "Page cache: emptied" in cold.table()


def test_a_condition_that_does_not_exist_is_refused(model):
    with pytest.raises(TypeError, match="repeat"):
        evaluate(model, X, formats=["pickle"], repeat=1)


def test_a_format_with_options_is_named_with_them():
    assert Candidate.of(formats.get("joblib", compress=3)).name == "joblib(compress=3)"
    assert Candidate.of(formats.get("pickle")).name == "pickle"
    assert Candidate.of("pickle+mapped").fmt.name == "pickle"
    with pytest.raises(WrongUsage, match="no format"):
        Candidate.of("pickles")


def report(imports, read, first_predict):
    return {
        "imports": [imports, 1],
        "read": [read, 2],
        "first_predict": [first_predict, 3],
        "peak_bytes": 10,
        "warm_load": [[4, 4]],
        "latency": {"1": [[5, 5]]},
    }


def test_the_parts_of_a_cold_start_add_up_within_each_process_not_across(tmp_path, model):
    (tmp_path / "m").write_bytes(b"abc")
    fidelity = evaluate(model, X, formats=["pickle"], **SHORT)["pickle"].fidelity
    candidate = Candidate("pickle", formats.get("pickle"), path=tmp_path / "m", fidelity=fidelity)
    candidate.reports = [report(100, 1, 10), report(1, 100, 10), report(1, 1, 1000)]
    found = candidate.summed_up()
    assert found.cold.median == pytest.approx(111e-9)  # of 111, 111 and 1002, not 1 + 1 + 10
    assert found.cold.cpu == pytest.approx(6e-9)
    assert (found.imports.median, found.imports.n) == (pytest.approx(1e-9), 3)
    assert found.n_bytes == 3


@pytest.mark.parametrize("kind", ["list", "sparse", "frame"])
def test_rows_come_in_every_shape_that_models_take(kind):
    import pandas
    import scipy.sparse

    rows = {"list": list(X), "sparse": scipy.sparse.csr_matrix(X), "frame": pandas.DataFrame(X)}[kind]
    assert session.n_rows_of(rows) == 30
    assert session.n_rows_of(session._take(rows, np.arange(50) % 30)) == 50


def test_a_result_is_frozen(model):
    result = evaluate(model, X, formats=["xgboost"], **SHORT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.model = "other"
