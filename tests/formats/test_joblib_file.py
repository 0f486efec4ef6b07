"""joblib: compressed or mapped, and never anything that another process could not load."""

import io

import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier

from rehydrate import formats
from rehydrate.errors import CannotHold, DamagedFile

FMT = formats.get("joblib")
MODEL = {"a": np.arange(20_000.0), "b": np.arange(3)}


def test_compression_makes_the_file_smaller_and_the_same(tmp_path):
    plain = FMT.dump(MODEL, tmp_path / "plain.joblib")
    small = formats.get("joblib", compress=3).dump(MODEL, tmp_path / "small.joblib")
    assert small.stat().st_size < plain.stat().st_size / 2
    for path in (plain, small):
        for mapped in (False, True):
            assert np.array_equal(FMT.load(path, mapped=mapped)["a"], MODEL["a"])


def test_a_mapped_array_can_be_written_and_the_file_stays(tmp_path):
    path = FMT.dump(MODEL, tmp_path / "a.joblib")
    before = path.read_bytes()
    with open(path, "rb") as file:
        loaded = FMT.load(file, mapped=True)
    assert isinstance(loaded["a"], np.memmap)
    loaded["a"][:] = -1
    assert path.read_bytes() == before


def test_a_file_that_is_no_longer_at_its_name_is_read_and_not_mapped(tmp_path):
    path = FMT.dump(MODEL, tmp_path / "a.joblib")
    with open(path, "rb") as file:
        FMT.dump({"a": np.zeros(20_000)}, path)
        assert np.array_equal(FMT.load(file, mapped=True)["a"], MODEL["a"])


def test_a_file_without_a_name_is_read(tmp_path):
    whole = FMT.dump(MODEL, tmp_path / "a.joblib").read_bytes()
    assert np.array_equal(FMT.load(io.BytesIO(whole), mapped=True)["a"], MODEL["a"])


def test_two_names_of_one_array_become_two_as_it_says(tmp_path):
    array = np.arange(5000.0)
    first, second = FMT.load(FMT.dump([array, array], tmp_path / "a.joblib"))
    assert first is not second and "each becomes a copy" in FMT.loses


@pytest.mark.parametrize(("name", "same"), [("pickle", True), ("npz_linear", True), ("joblib", False)])
def test_an_averaged_sgd_learns_on_to_another_result_after_joblib_alone(tmp_path, name, same):
    X = np.random.default_rng(0).normal(size=(60, 4))
    y = np.digitize(X[:, 0], [-0.5, 0.5])
    model = SGDClassifier(average=True, random_state=0).partial_fit(X, y, classes=[0, 1, 2])
    loaded = formats.get(name).load(formats.get(name).dump(model, tmp_path / "a"))
    assert np.array_equal(loaded.decision_function(X), model.decision_function(X))
    for each in (model, loaded):
        each.partial_fit(X, y)
    assert np.array_equal(loaded.decision_function(X), model.decision_function(X)) is same


def test_a_lambda_is_refused_and_the_refusal_names_cloudpickle(tmp_path):
    with pytest.raises(CannotHold, match="cloudpickle"):
        FMT.dump([lambda: 1], tmp_path / "a.joblib")


def test_a_changed_byte_in_a_compressed_file_is_noticed(tmp_path):
    path = formats.get("joblib", compress=1).dump(MODEL, tmp_path / "a.joblib")
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    with pytest.raises(DamagedFile):
        FMT.load(path)
