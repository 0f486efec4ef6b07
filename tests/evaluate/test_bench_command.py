"""``rehydrate bench`` in a process of its own, over a small model and few processes."""

import json

import numpy as np
import pytest

from rehydrate import formats
from rehydrate.advise import example
from rehydrate.evaluate import reference_of

X = np.random.default_rng(1).normal(size=(20, 4)).astype(np.float32)


@pytest.fixture
def files(tmp_path):
    """A model, rows and the predictions of training."""
    model = example("linear")
    formats.get("joblib").dump(model, tmp_path / "model.joblib")
    np.save(tmp_path / "X.npy", X)
    np.savez(tmp_path / "reference.npz", **reference_of(model, X))
    return tmp_path


def test_a_table_is_printed_and_the_bar_goes_to_the_other_stream(rehydrate, files):
    done = rehydrate(
        *("bench", files / "model.joblib", "--data", files / "X.npy", "--formats", "pickle, xgboost"),
        *("--repeats", 1, "--workers", 0, "--reference", files / "reference.npz"),
        *("--plot", files / "cold.svg"),
    )
    assert done.status == 0, done
    assert "Reference given; the live object agrees with it" in done.out
    assert "left out: xgboost" in done.out
    assert "measuring" not in done.out
    assert done.out.splitlines()[-1].startswith("next: rehydrate choose --model")
    assert (files / "cold.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_model_that_is_not_the_one_of_the_reference_exits_with_1(rehydrate, files):
    other = reference_of(example("trees"), X)
    np.savez(files / "other.npz", **other)
    done = rehydrate(
        *("bench", files / "model.joblib", "--data", files / "X.npy", "--formats", "pickle"),
        *("--repeats", 1, "--workers", 0, "--reference", files / "other.npz", "--json"),
    )
    assert done.status == 1, done
    document = json.loads(done.out)
    assert "DIFFERS" in document["reference"]
    assert document["measured"][0]["fidelity"]["same"] is False


def test_what_cannot_be_read_is_named_with_a_way_out(rehydrate, files):
    (files / "text.txt").write_text("no model")
    np.save(files / "objects.npy", np.array([{}], dtype=object))
    for model, data, says in [
        ("none.joblib", "X.npy", "There is no readable file"),
        ("text.txt", "X.npy", "rehydrate inspect"),
        ("model.joblib", "objects.npy", "a pickle is not read"),
    ]:
        done = rehydrate("bench", files / model, "--data", files / data)
        assert (done.status, done.out) == (2, "")
        assert says in " ".join(done.err.split())
        assert "Traceback" not in done.err
