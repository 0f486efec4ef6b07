"""Pickle with arrays beside it: one copy at most, nothing reaches the file, no name of a script gets in."""

import gzip
import io
import os
import pickle
import pickletools
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import torch

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, FutureFile
from rehydrate.formats.pickle_file import END, ENTRY, name_in_main

FMT = formats.get("pickle")


class Model:
    """Something with arrays, small and large, one of them under two names."""

    def __init__(self):
        self.large = np.arange(20_000.0)
        self.again = self.large
        self.columns = np.asfortranarray(np.arange(12_000).reshape(120, 100))
        self.small = np.arange(3)
        self.fixed = np.arange(9_000.0)
        self.fixed.flags.writeable = False


@pytest.fixture
def path(tmp_path):
    return FMT.dump(Model(), tmp_path / "a.pkl")


def same(model):
    wanted = Model()
    assert all(np.array_equal(value, getattr(wanted, name)) for name, value in vars(model).items())
    assert model.large is model.again and model.columns.flags.f_contiguous
    assert model.large.flags.writeable and model.small.flags.writeable and not model.fixed.flags.writeable
    return True


def test_large_arrays_lie_aligned_behind_the_stream_once_each(path):
    whole = path.read_bytes()
    table, n_arrays, _ = END.unpack(whole[-END.size :])
    entries = list(ENTRY.iter_unpack(whole[table : -END.size]))
    assert n_arrays == len(entries) == 3
    assert all(start % 64 == 0 for start, _ in entries)
    assert {size for _, size in entries} == {160_000, 96_000, 72_000}


@pytest.mark.parametrize("mapped", [False, True])
def test_every_way_to_hand_in_a_file_gives_the_same_model(path, tmp_path, mapped):
    with open(path, "rb") as file:
        file.seek(5)
        assert same(FMT.load(file, mapped=mapped))
    with open(path, "rb", buffering=0) as file:
        assert same(FMT.load(file, mapped=mapped))
    assert same(FMT.load(path, mapped=mapped))
    assert same(FMT.load(str(path), mapped=mapped))
    assert same(FMT.load(io.BytesIO(path.read_bytes()), mapped=mapped))
    zipped = tmp_path / "a.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    with gzip.open(zipped) as file:  # its fileno leads to the compressed bytes, which must not be mapped
        assert same(FMT.load(file, mapped=mapped))
    with io.BufferedReader(gzip.open(zipped)) as file:
        assert same(FMT.load(file, mapped=mapped))


def test_a_mapped_array_is_in_the_file_and_what_is_written_to_it_is_not(path):
    before = path.read_bytes()
    with open(path, "rb") as file:
        model = FMT.load(file, mapped=True)
    base = model.large
    while isinstance(base, np.ndarray):
        base = base.base
    assert type(base.obj).__name__ == "mmap"
    model.large[:] = -1.0
    assert path.read_bytes() == before
    assert same(FMT.load(path, mapped=True))
    path.unlink()
    assert model.fixed[-1] == 8_999  # the mapping outlives the file object and the name


def test_a_file_is_copied_once_and_not_twice(tmp_path):
    array = np.zeros(4 * 1024 * 1024)
    FMT.dump(array, tmp_path / "a.pkl")
    tracemalloc.start()
    try:
        FMT.load(tmp_path / "a.pkl")
        assert tracemalloc.get_traced_memory()[1] < array.nbytes / 10  # the one copy is no memory of Python's
    finally:
        tracemalloc.stop()


def test_tensors_of_a_network_are_used_from_the_file(tmp_path):
    net = torch.nn.Sequential(torch.nn.Linear(100, 100), torch.nn.BatchNorm1d(100)).eval()
    net.again = net[0]
    path = FMT.dump(net, tmp_path / "a.pkl")
    before = path.read_bytes()
    assert END.unpack(before[-END.size :])[1] == 1  # the only large one
    for mapped in (False, True):
        loaded = FMT.load(path, mapped=mapped)
        assert loaded.again is loaded[0] and not loaded.training
        assert all(torch.equal(a, b) for a, b in zip(net.parameters(), loaded.parameters(), strict=True))
        with torch.no_grad():
            loaded[0].weight[:] = 0.0  # what is trained on is the reader's own
    assert path.read_bytes() == before


def noted():
    tensor = torch.ones(99, 99)
    tensor.note = "kept"
    return tensor


ODD = {
    "bfloat16": lambda: torch.ones(99, 99, dtype=torch.bfloat16),
    "gradient": lambda: torch.ones(99, 99, requires_grad=True),
    "transposed": lambda: torch.arange(9900.0).reshape(99, 100).T,
    "conjugate": lambda: torch.full((99, 99), 1 + 2j).conj(),
    "sparse": lambda: torch.eye(99).to_sparse(),
    "scalar": lambda: torch.tensor(3),
    "noted": noted,
}


@pytest.mark.parametrize("kind", ODD)
def test_a_tensor_that_is_no_plain_array_comes_back_all_the_same(kind, tmp_path):
    tensor = ODD[kind]()
    loaded = FMT.load(FMT.dump(tensor, tmp_path / "a.pkl"))
    assert (loaded.dtype, loaded.layout, loaded.requires_grad) == (
        tensor.dtype,
        tensor.layout,
        tensor.requires_grad,
    )
    assert vars(loaded) == vars(tensor)
    assert torch.equal(loaded.to_dense(), tensor.to_dense())


def test_without_large_arrays_any_pickle_load_reads_the_file(tmp_path):
    path = FMT.dump({"a": np.arange(5)}, tmp_path / "a.pkl")
    with open(path, "rb") as file:
        assert pickle.load(file)["a"].tolist() == [0, 1, 2, 3, 4]
        assert not file.read()


def test_a_plain_pickle_of_any_protocol_is_read(tmp_path):
    for protocol in range(2, 6):
        (tmp_path / "a.pkl").write_bytes(pickle.dumps([1, 2.5], protocol=protocol))
        assert FMT.load(tmp_path / "a.pkl") == [1, 2.5]


SCRIPT = """
import sys
import numpy as np
from functools import partial
from rehydrate import formats
from rehydrate.errors import CannotHold
class Own:
    class Inner: pass
def function(X): return X
for model in [Own(), Own, function, Own.Inner(), partial(function, 1), {"a": [Own()]}, ["__main__", Own()],
              ("__main__", "function", function), ["Own", "__main__", {"__main__": Own}]]:
    for name in ("pickle", "joblib", "hickle"):
        try:
            formats.get(name).dump(model, sys.argv[1])
        except CannotHold as error:
            assert "defined in the program that runs now" in error.why or name == "hickle", error.why
        else:
            raise SystemExit(f"{name} took {model}")
for model in ["__main__", ("__main__", "x"), {"__main__": np.sin}, [np.cos, "__main__", "__main__", np.sin]]:
    for name in ("pickle", "joblib"):
        formats.get(name).dump(model, sys.argv[1])
"""


def test_what_a_script_defines_is_refused_and_what_only_says_main_is_not(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run([sys.executable, script, tmp_path / "a.pkl"], capture_output=True, text=True)
    assert not done.returncode, done.stderr


def test_a_name_in_main_is_found_when_its_parts_come_from_the_memo():
    both = b"\x80\x05\x8c\x08__main__\x94\x8c\x05Thing\x940h\x00h\x01\x93."
    assert [op.name for op, *_ in pickletools.genops(both)][-4:-1] == ["BINGET", "BINGET", "STACK_GLOBAL"]
    assert name_in_main(both) == "Thing"
    assert name_in_main(b"\x80\x05\x8c\x08__main__\x94\x8c\x04math\x94\x8c\x03sin\x94\x93.") == ""


def test_a_lambda_is_refused_and_the_refusal_names_cloudpickle(tmp_path):
    with pytest.raises(CannotHold, match="cloudpickle"):
        FMT.dump(lambda: 1, tmp_path / "a.pkl")
    assert not list(tmp_path.iterdir())


def forged(path, table=None, n_arrays=None, mark=None, entry=None):
    whole = bytearray(path.read_bytes())
    found = END.unpack(whole[-END.size :])
    whole[-END.size :] = END.pack(
        *(new if new is not None else old for new, old in zip((table, n_arrays, mark), found, strict=True))
    )
    if entry:
        whole[found[0] : found[0] + ENTRY.size] = ENTRY.pack(*entry)
    path.write_bytes(whole)


FORGED = {
    "an array too many": ({"n_arrays": 4}, DamagedFile, "does not fit"),
    "far too many": ({"n_arrays": 2**60}, DamagedFile, "does not fit"),
    "a table far away": ({"table": 2**63}, DamagedFile, "does not fit"),
    "an array too long": ({"entry": (64, 2**40)}, DamagedFile, "beyond its place"),
    "an array too far": ({"entry": (2**64 - 1, 1)}, DamagedFile, "beyond its place"),
    "a later version": ({"mark": b"REHYDP5\x02"}, FutureFile, "version 2"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_table_of_arrays_that_cannot_be_is_refused(path, case):
    change, kind, word = FORGED[case]
    forged(path, **change)
    for mapped in (False, True):
        with pytest.raises(kind, match=word):
            FMT.load(path, mapped=mapped)


def test_too_few_arrays_behind_the_stream_are_noticed(path):
    whole = path.read_bytes()
    table, _, mark = END.unpack(whole[-END.size :])
    path.write_bytes(whole[: table + 2 * ENTRY.size] + END.pack(table, 2, mark))
    with pytest.raises(DamagedFile):
        FMT.load(path)


def test_a_joblib_file_is_told_before_it_runs(tmp_path):
    path = formats.get("joblib").dump(Model(), tmp_path / "a.joblib")
    with pytest.raises(ForeignFile, match="joblib"):
        FMT.load(path)


def test_what_this_environment_lacks_is_no_damage(tmp_path):
    (tmp_path / "a.pkl").write_bytes(b"\x80\x05\x8c\x0bno_such_one\x94\x8c\x01a\x94\x93.")
    with pytest.raises(CannotLoad, match="no_such_one"):
        FMT.load(tmp_path / "a.pkl")


def test_a_file_that_asks_for_too_much_memory_is_refused_in_our_words(tmp_path):
    (tmp_path / "a.pkl").write_bytes(b"\x80\x05\x8e" + (2**62).to_bytes(8, "little") + b"x.")
    with pytest.raises((CannotLoad, DamagedFile)):
        FMT.load(tmp_path / "a.pkl")


def test_a_long_name_in_another_script_can_be_written(tmp_path):
    path = tmp_path / ("模" * 80 + ".pkl")
    FMT.dump([1], path)
    assert FMT.load(path) == [1] and os.listdir(tmp_path) == [path.name]
