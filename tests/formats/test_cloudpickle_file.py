"""cloudpickle: code travels with the model, to the same Python and no other."""

import pickle
import sys

import cloudpickle
import numpy as np
import pytest

from rehydrate import formats
from rehydrate.errors import CannotLoad, ForeignFile

FMT = formats.get("cloudpickle")
READ = """
import json, sys
from rehydrate import formats
model = formats.get("cloudpickle").load(sys.argv[1])
print(json.dumps([model["function"](2.0), type(model["own"]).__name__, model["own"].twice(4)]))
"""


def parts():
    class Own:
        def twice(self, number):
            return 2 * number

    return {"function": lambda x: x + 0.5, "own": Own()}


def test_a_lambda_and_a_class_of_a_function_work_in_a_fresh_process(tmp_path, elsewhere):
    path = FMT.dump(parts(), tmp_path / "a.cpkl")
    assert elsewhere(READ, path) == [2.5, "Own", 8]


def test_large_arrays_can_be_mapped_here_too(tmp_path):
    path = FMT.dump([np.arange(9000.0), lambda: 1], tmp_path / "a.cpkl")
    array, function = FMT.load(path, mapped=True)
    array[:] = 0
    assert FMT.load(path)[0][-1] == 8999 and function() == 1


def test_another_python_is_refused_before_anything_is_loaded(tmp_path):
    path = FMT.dump(parts(), tmp_path / "a.cpkl")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([sys.version_info[1] + 1]))
    with pytest.raises(CannotLoad, match=rf"written by Python 3\.{sys.version_info[1] + 1}"):
        FMT.load(path)


def test_a_file_that_does_not_name_its_python_is_refused(tmp_path):
    for content in (cloudpickle.dumps(parts()), pickle.dumps([1])):
        (tmp_path / "a.cpkl").write_bytes(content)
        with pytest.raises(ForeignFile, match="names the Python"):
            FMT.load(tmp_path / "a.cpkl")


def test_pickle_does_not_take_it_for_its_own(tmp_path):
    with pytest.raises(ForeignFile, match="cloudpickle"):
        formats.get("pickle").load(FMT.dump(parts(), tmp_path / "a.cpkl"))
