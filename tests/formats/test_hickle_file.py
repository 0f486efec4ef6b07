"""hickle: a pickle in HDF5, called so; what hickle would change or hide is refused or told."""

import h5py
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, ForeignFile

FMT = formats.get("hickle")
MODEL = LinearRegression().fit(np.arange(6.0).reshape(3, 2), [0, 1, 3])


def test_the_file_is_a_pickle_in_one_array_of_bytes_and_the_format_says_so(tmp_path):
    with h5py.File(FMT.dump(MODEL, tmp_path / "a.hkl")) as file:
        data = file["data"][()].tobytes()
    assert data[:1] == b"\x80" and b"sklearn.linear_model" in data
    assert FMT.runs_code_on_load and "pickle inside HDF5" in FMT.holds


@pytest.mark.parametrize("model", [{"a": (1, 2)}, [1], np.arange(3), "text"])
def test_a_container_that_would_come_back_changed_is_refused(tmp_path, model):
    with pytest.raises(CannotHold, match="changes the types"):
        FMT.dump(model, tmp_path / "a.hkl")


def test_a_class_that_is_missing_is_told_and_not_hidden_in_an_array(tmp_path):
    path = FMT.dump(MODEL, tmp_path / "a.hkl")
    path.write_bytes(path.read_bytes().replace(b"LinearRegression", b"LinearRegressoin"))
    with pytest.raises(CannotLoad, match="LinearRegressoin"):
        FMT.load(path)


def test_another_hdf5_file_is_a_stranger(tmp_path):
    with h5py.File(tmp_path / "a.hkl", "w") as file:
        file["data"] = np.arange(3)
    with pytest.raises(ForeignFile, match="without the marks of hickle"):
        FMT.load(tmp_path / "a.hkl")
