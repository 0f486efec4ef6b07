"""Models that scikit-learn 0.24 to 1.8 really saved: every one is read, none is loaded."""

from pathlib import Path

import pytest

from rehydrate.inspector import inspect, objects

ROOT = Path(__file__).resolve().parents[1] / "golden" / "sklearn"
FILES = sorted(path for path in ROOT.rglob("*") if path.suffix in (".pickle", ".joblib"))


def test_there_are_more_than_a_hundred_of_them():
    assert len(FILES) > 100


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name} {path.name}")
def test_an_old_model_is_read_to_its_end_with_its_version_and_without_alarm(path):
    report = inspect(path)
    assert report.problems == []
    assert (str(report.verdict), report.alarming) == ("runs code", False), report.reasons
    assert report.versions["scikit-learn"] == path.parent.name.removeprefix("sklearn-")
    assert report.estimators[0].where == "the object itself"
    assert report.arrays
    assert report.training_rows or not path.stem.startswith(("knn", "svc", "cal"))


def test_the_nodes_of_an_old_tree_can_be_read_without_scikit_learn():
    (root,) = objects(ROOT / "sklearn-1.3.2" / "tree.joblib").roots
    from rehydrate.inspector import array_of

    tree = root.node.attributes()["tree_"]
    nodes = array_of(tree.attributes()["nodes"])
    assert "missing_go_to_left" in [name for name, _, _ in nodes.dtype.fields]
    counts = array_of(tree.attributes()["values"]).values()
    assert max(counts) > 1  # counts of samples: fractions came with scikit-learn 1.4
