"""``rehydrate inspect``: calm words, an exit status, and the next command."""

import json
from pathlib import Path

import pytest

MODEL = Path(__file__).resolve().parents[1] / "golden" / "sklearn" / "sklearn-1.3.2" / "knn_kd.joblib"


def test_an_expected_model_is_described_and_ends_with_status_0(rehydrate):
    done = rehydrate("inspect", MODEL)
    assert done.status == 0, done.err
    lines = done.out.splitlines()
    assert lines[1] == "It is: pickle of joblib, protocol 4"
    assert "  scikit-learn 1.3.2" in lines
    assert any("expected: sklearn.neighbors._classification.KNeighborsClassifier" in line for line in lines)
    assert any(line.startswith("  ._fit_X: the training rows") for line in lines)
    assert any(line.startswith("Arrays: 9, 86.6 kB") for line in lines)
    assert lines[-2] == "verdict: RUNS CODE"
    assert lines[-1] == f"next: rehydrate doctor {MODEL}"


def test_danger_comes_first_and_ends_with_status_1(rehydrate, payloads):
    done = rehydrate("inspect", payloads.paths["joblib"])
    assert done.status == 1
    after = done.out.split("Loading it would run\n")[1].splitlines()
    assert after[0].startswith("  DANGEROUS: ")
    assert not payloads.marker.exists()


def test_what_cannot_be_read_ends_with_status_1(rehydrate, saved):
    done = rehydrate("inspect", saved(MODEL.read_bytes()[:-9]))
    assert done.status == 1
    assert "verdict: CANNOT TELL" in done.out
    assert "Could not be read" in done.out


@pytest.mark.parametrize("name", ["absent", "."])
def test_no_file_is_wrong_usage(rehydrate, tmp_path, name):
    done = rehydrate("inspect", tmp_path / name)
    assert done.status == 2
    assert "There is no file" in done.err
    assert "fix:" in done.err


def test_json_is_the_whole_report(rehydrate):
    done = rehydrate("inspect", MODEL, "--json")
    report = json.loads(done.out)
    assert report["verdict"] == "runs code"
    assert {"kind", "reasons", "globals", "versions", "estimators", "arrays", "problems"} <= set(report)
    assert report["arrays"][0]["shape"]


def test_what_a_terminal_would_obey_is_shown_and_not_sent(rehydrate, saved):
    done = rehydrate("inspect", saved(b"cos\nsystem\x1b[2J\n."))
    assert "\x1b" not in done.out
    assert "system\\x1b[2J" in done.out


def test_the_help_says_what_the_status_means(rehydrate):
    done = rehydrate("inspect", "--help")
    assert "Exit status" in done.out


def test_the_trees_of_a_forest_share_a_line(rehydrate):
    forest = Path(__file__).parents[1] / "golden" / "sklearn" / "sklearn-1.3.2" / "rf.joblib"
    lines = rehydrate("inspect", forest).out.splitlines()
    assert len([line for line in lines if "DecisionTreeClassifier at .estimators_[" in line]) == 1
    assert any(line.startswith("  10 at .estimators_[..], the first of them: Decision") for line in lines)
