"""An evaluation as text, JSON, frame and picture, made by hand so that every figure is known."""

import json
import sys

import pytest

from rehydrate.errors import MissingLibrary
from rehydrate.evaluate import Evaluation, Fidelity, Measurement, Spread


def measurement(name, factor, same=True):
    def spread(seconds):
        return Spread.of([seconds * factor * part for part in (0.8, 1.0, 1.2)], seconds / 2)

    return Measurement(
        name,
        1000 * factor,
        spread(2.0),
        spread(1.5),
        spread(0.25),
        spread(0.25),
        spread(0.01),
        {1: spread(0.001), 10_000: spread(0.1)},
        Spread.of([50e6]) if factor == 1 else None,
        80_000_000 if factor == 1 else None,
        Fidelity(20, 0 if same else 3, 0.0 if same else 0.25, 0.0, same, 0.95),
    )


@pytest.fixture
def result():
    conditions = {"repeats": 3, "workers": 4, "threads": 1, "cold_cache": False, "n_rows": 20}
    conditions |= {"python": "3.11", "system": "Linux", "cpus": 2}
    measured = (measurement("joblib", 1), measurement("pickle", 3, same=False))
    left_out = {"keras": "it is no Keras model"}
    return Evaluation("a.Model", "predict_proba", measured, left_out, "joblib", "given", conditions)


def test_a_spread_is_median_quartiles_and_p95():
    spread = Spread.of(list(range(101)))
    assert (spread.median, spread.low, spread.high, spread.p95, spread.n) == (50, 25, 75, 95, 101)


def test_one_measurement_has_no_spread():
    assert Spread.of([4.0]) == Spread(4.0, 4.0, 4.0, 4.0, 1)


def test_times_come_in_seconds_with_cpu_beside_them():
    spread = Spread.of_times([[2_000_000_000, 1_000_000_000]])
    assert (spread.median, spread.cpu) == (2.0, 1.0)


def test_the_table_says_every_figure_its_spread_and_its_ratio(result):
    text = " ".join(result.table().split())
    for words in (
        "a.Model, 20 rows, by predict_proba",
        "2 (1.8-2.2) 1 1.00x 1.5 (1.35-1.65) 250 (225-275) 250 (225-275)",
        "6 (5.4-6.6) 1 3.00x",
        "1, 1.18 100, 118",  # 1 and 10,000 rows: p50, p95
        "50 80",
        "not known here not measured",
        "NO 3 0.25",
        "left out: keras: it is no Keras model",
        "Ratios against joblib",
        "Page cache: warm",
        "Threads of BLAS: 1",
        "Reference given",
    ):
        assert words in text


def test_json_holds_everything(result):
    document = json.loads(result.to_json())
    assert document["measured"][1]["cold"]["median"] == 6.0
    assert document["measured"][0]["latency"]["10000"]["p95"] == pytest.approx(0.118)
    assert document["left_out"] == {"keras": "it is no Keras model"}
    assert document["conditions"]["cold_cache"] is False


def test_the_frame_has_a_row_for_each_format(result):
    frame = result.to_frame()
    assert list(frame.index) == ["joblib", "pickle"]
    assert frame.loc["pickle", "cold.median"] == 6.0
    assert not frame.loc["pickle", "fidelity.same"]


def test_the_picture_stacks_the_parts_and_names_units(result, tmp_path):
    path = result.plot(tmp_path / "cold.svg")
    text = path.read_text(encoding="utf-8")
    for words in ("imports", "first predict", "read", "seconds", "joblib", "3.00x", "Cold start of Model"):
        assert f"<!-- {words}" in text or words in text


@pytest.mark.parametrize(("library", "view"), [("pandas", "to_frame"), ("matplotlib.figure", "plot")])
def test_a_view_whose_library_is_missing_says_what_to_install(result, monkeypatch, tmp_path, library, view):
    monkeypatch.setitem(sys.modules, library, None)
    arguments = [tmp_path / "x.svg"] if view == "plot" else []
    with pytest.raises(MissingLibrary, match=library.split(".")[0]) as caught:
        getattr(result, view)(*arguments)
    assert "rehydrate[evaluate]" in caught.value.fix
