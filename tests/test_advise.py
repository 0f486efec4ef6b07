"""The adviser: scenarios with what may and what must not be chosen, and the rules behind them."""

import json
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest

from rehydrate import formats
from rehydrate.advise import KINDS, Requirements, advise, example
from rehydrate.errors import MissingLibrary, WrongUsage

RUN_CODE = {"pickle", "joblib", "cloudpickle", "hickle"}

# (what is asked, what may be chosen, what must be rejected); an empty set of choices: nothing will do.
SCENARIOS = {
    "own model, own machine, this week": ({}, {"pickle", "joblib"}, set()),
    "a file from the internet": ({"source_trusted": False}, {"npz_linear", "skops"}, RUN_CODE),
    "a forest from the internet": (
        {"kind": "trees", "source_trusted": False},
        {"npz_trees", "onnx"},
        RUN_CODE | {"npz_linear"},
    ),
    "an archive for years": ({"lifetime": "years"}, {"onnx"}, RUN_CODE | {"skops", "npz_linear"}),
    "a service in another language": ({"consumer": "other language"}, {"onnx"}, RUN_CODE | {"npz_linear"}),
    "a web page": ({"consumer": "browser", "kind": "trees"}, {"onnx"}, RUN_CODE | {"npz_trees"}),
    "no Python where it serves": ({"python_at_serving": False}, {"onnx"}, RUN_CODE),
    "a model that learns on": ({"continue_training": True}, {"pickle", "joblib"}, {"onnx"}),
    "the object itself, untrusted": (
        {"whole_object": True, "source_trusted": False},
        {"npz_linear", "skops"},
        RUN_CODE | {"onnx"},
    ),
    "equal to the last bit": ({"exact": True}, {"pickle", "joblib"}, {"onnx"}),
    "a function of a notebook": ({"kind": "custom code"}, {"cloudpickle"}, {"pickle", "joblib", "onnx"}),
    "a function of a notebook, untrusted": (
        {"kind": "custom code", "source_trusted": False},
        set(),
        RUN_CODE,
    ),
    "quick to start": ({"quick_start": True}, {"onnx"}, set()),
    "single rows at once": ({"low_latency": True}, {"onnx"}, set()),
    "a small file": ({"small_file": True, "kind": "trees"}, {"joblib"}, set()),
    "many workers on one machine": ({"many_workers": True}, {"pickle", "joblib"}, set()),
    "other language and bitwise": ({"consumer": "other language", "exact": True}, set(), {"onnx", "pickle"}),
    "torch weights from a hub": (
        {"kind": "torch", "source_trusted": False},
        {"safetensors", "torch_state"},
        RUN_CODE | {"keras"},
    ),
    "a torch net that learns on, untrusted": (
        {"kind": "torch", "source_trusted": False, "continue_training": True},
        set(),
        {"safetensors", "torch_state"},
    ),
    "a Keras model that learns on, untrusted": (
        {"kind": "keras", "source_trusted": False, "continue_training": True},
        {"keras"},
        RUN_CODE,
    ),
    "a booster for years": ({"kind": "xgboost", "lifetime": "years"}, {"xgboost"}, RUN_CODE | {"lightgbm"}),
    "a booster in another language": (
        {"kind": "lightgbm", "consumer": "other language"},
        {"lightgbm"},
        RUN_CODE | {"xgboost"},
    ),
    "a booster from the internet": (
        {"kind": "catboost", "source_trusted": False},
        {"catboost"},
        RUN_CODE | {"npz_trees"},
    ),
}


@pytest.fixture(scope="module")
def examples():
    """One model of each kind, made once."""
    return {kind: example(kind) for kind in KINDS}


@pytest.mark.parametrize(("asked", "allowed", "forbidden"), SCENARIOS.values(), ids=SCENARIOS)
def test_the_choice_is_allowed_and_what_would_harm_is_rejected(examples, asked, allowed, forbidden):
    needs = Requirements(**asked)
    advice = advise(needs, examples[needs.kind])
    assert advice.choice in (allowed or {None})
    assert forbidden <= advice.rejected.keys()
    assert all(advice.rejected.values())
    offered = {advice.choice, *advice.alternatives} - {None}
    assert not offered & advice.rejected.keys()
    assert offered | advice.rejected.keys() == {fmt.name for fmt in formats.available()}
    assert advice.why


def test_without_a_choice_the_requirements_in_the_way_are_named(examples):
    needs = Requirements(consumer="browser", exact=True)
    advice = advise(needs, examples["linear"])
    assert advice.choice is None
    assert advice.why == [
        "without consumer='browser', pickle would do",
        "without exact=True, onnx would do",
    ]


def test_two_requirements_in_the_way_are_not_blamed_on_one(examples):
    needs = Requirements(kind="custom code", source_trusted=False, lifetime="years")
    assert "give up two" in advise(needs, examples["custom code"]).why[0]


def test_a_format_that_runs_code_is_never_offered_without_a_word_about_it(examples):
    advice = advise(Requirements(), examples["linear"])
    assert any("runs code" in reason for reason in advice.why)


@dataclass(frozen=True)
class Paper(formats.Format):
    """A format of tomorrow: safe, for ever, everywhere."""

    name, suffix, runs_code_on_load = "paper", ".paper", False
    outlives_versions, consumers, gives_back = True, ("python", "other language", "browser"), "object"
    holds, loses = "everything", "nothing"
    why: str = ""

    def why_not(self, model):
        return self.why

    def _write(self, model, path):
        path.write_bytes(b"paper")

    def _read(self, stream, mapped):
        return None

    def recognises(self, head):
        return head == b"paper"


def test_a_new_format_is_weighed_by_what_it_declares_without_an_edit_here(examples, monkeypatch):
    paper = Paper()
    monkeypatch.setattr(formats, "available", lambda: [formats.get("pickle"), paper])
    needs = Requirements(source_trusted=False, consumer="browser", exact=True, lifetime="years")
    assert advise(needs, examples["linear"]).choice == "paper"
    shy = replace(paper, why="it holds no such thing; use stone")
    monkeypatch.setattr(formats, "available", lambda: [formats.get("pickle"), shy])
    assert advise(needs, examples["linear"]).rejected["paper"] == "it holds no such thing"


def test_a_format_that_is_not_installed_comes_last_and_says_what_to_install(examples, monkeypatch):
    absent = type("Absent", (Paper,), {"extra": "formats", "missing": lambda self: ["paper"]})()
    monkeypatch.setattr(formats, "available", lambda: [absent, formats.get("npz_linear")])
    needs = Requirements(source_trusted=False)
    advice = advise(needs, examples["linear"])
    assert (advice.choice, advice.alternatives) == ("npz_linear", ["paper"])
    advice = advise(replace(needs, consumer="browser"), examples["linear"])
    assert advice.choice == "paper"
    assert any("pip install 'rehydrate[formats]'" in reason for reason in advice.why)


def test_a_format_whose_file_cannot_be_loaded_again_is_rejected(examples, monkeypatch):
    broken = type("Broken", (Paper,), {"recognises": lambda self, head: False})()
    monkeypatch.setattr(formats, "available", lambda: [broken, formats.get("pickle")])
    assert "is not a paper file" in advise(Requirements(), examples["linear"]).rejected["paper"]


def measured(name, cold, same=True, shared=100):
    return SimpleNamespace(
        format=name,
        n_bytes=cold * 10,
        cold=SimpleNamespace(median=cold),
        latency={1: SimpleNamespace(median=cold)},
        shared_bytes=shared,
        fidelity=SimpleNamespace(same=same),
    )


class Evidence(SimpleNamespace):
    def __getitem__(self, name):
        return next(one for one in self.measured if one.format == name)


def test_measurements_decide_the_order_and_are_quoted(examples):
    found = [measured("joblib", 1.0), measured("pickle", 2.0), measured("npz_linear", 0.5)]
    evidence = Evidence(measured=found, left_out={"onnx": "it broke"}, baseline="joblib")
    advice = advise(Requirements(quick_start=True), examples["linear"], evidence)
    assert advice.choice == "npz_linear"
    assert advice.alternatives.index("joblib") < advice.alternatives.index("pickle")
    assert "quick start: npz_linear measured at 0.50x of joblib" in advice.why
    assert advice.rejected["onnx"] == "it broke"
    assert advice.evidence is evidence


def test_a_difference_below_a_tenth_is_noise(examples):
    found = [measured("joblib", 1.0), measured("pickle", 1.03), measured("npz_linear", 1.0)]
    evidence = Evidence(measured=found, left_out={}, baseline="joblib")
    assert advise(Requirements(quick_start=True), examples["linear"], evidence).choice == "pickle"


def test_half_of_very_little_is_no_noise(examples):
    found = [measured("joblib", 1.0), measured("pickle", 0.02), measured("npz_linear", 0.01)]
    evidence = Evidence(measured=found, left_out={}, baseline="joblib")
    assert advise(Requirements(quick_start=True), examples["linear"], evidence).choice == "npz_linear"


def test_the_best_of_a_formats_measurements_counts(examples):
    found = [measured("joblib", 1.0), measured("pickle", 1.0), measured("joblib+mapped", 1.0, shared=40)]
    evidence = Evidence(measured=found, left_out={}, baseline="joblib")
    assert advise(Requirements(many_workers=True), examples["linear"], evidence).choice == "joblib"


def test_a_format_that_was_seen_to_change_predictions_is_rejected(examples):
    found = [measured("joblib", 1.0), measured("pickle", 0.1, same=False)]
    evidence = Evidence(measured=found, left_out={}, baseline="joblib")
    advice = advise(Requirements(quick_start=True), examples["linear"], evidence)
    assert advice.choice == "joblib"
    assert "predictions are not those of the model" in advice.rejected["pickle"]


def test_asking_changes_no_model(examples):
    model = examples["linear"]
    before = {name: np.copy(value) for name, value in vars(model).items()}
    advise(Requirements(), model)
    assert {name: np.copy(value).tolist() for name, value in vars(model).items()} == {
        name: value.tolist() for name, value in before.items()
    }


@pytest.mark.parametrize("asked", [{"consumer": "abacus"}, {"lifetime": "weeks"}, {"kind": "magic"}])
def test_a_word_that_no_rule_knows_is_refused(asked):
    with pytest.raises(WrongUsage, match="is not one of the answers"):
        Requirements(**asked)


def test_a_kind_whose_library_is_missing_says_what_to_install(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "xgboost", None)
    with pytest.raises(MissingLibrary, match="xgboost"):
        advise(Requirements(kind="xgboost"))


def test_the_command_prints_the_choice_the_reasons_and_the_next_command(rehydrate, tmp_path):
    path = formats.get("joblib").dump(example("linear"), tmp_path / "model.joblib")
    done = rehydrate("choose", "--untrusted", "--whole", "--model", path)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("choice    npz_linear")
    assert "not       pickle: loading it runs code" in done.out
    assert done.out.splitlines()[-1].startswith("next: rehydrate bench")


def test_the_command_exits_with_1_where_nothing_will_do_and_speaks_json(rehydrate):
    done = rehydrate("choose", "--consumer", "browser", "--exact", "--json")
    document = json.loads(done.out)
    assert done.status == 1
    assert document["choice"] is None
    assert "without exact=True, onnx would do" in document["why"]


def test_the_command_refuses_a_word_it_does_not_know(rehydrate):
    done = rehydrate("choose", "--consumer", "abacus")
    assert (done.status, done.out) == (2, "")
    assert "other language" in done.err
