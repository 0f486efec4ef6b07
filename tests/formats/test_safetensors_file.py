"""safetensors: numbers come back as they were, whatever their memory looked like."""

import json

import numpy as np
import pytest
import torch

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, FutureFile

FMT = formats.get("safetensors")
AS_TORCH = formats.get("safetensors", as_torch=True)
GRID = np.arange(12.0).reshape(3, 4)
ARRAYS = {
    "plain": GRID,
    "transposed": GRID.T,
    "every second": GRID[:, ::2],
    "backwards": GRID[::-1],
    "one number": np.array(2.5),
    "none": np.zeros((0, 3)),
    "half": GRID.astype(np.float16),
    "yes or no": GRID > 3,
    "bytes": np.arange(3, dtype=np.uint8),
    "complex": GRID.astype(np.complex64),
    "big-endian": GRID.astype(">f8"),
}
READ = """
import json, sys, numpy as np
from rehydrate import formats
found = formats.get("safetensors").load(sys.argv[1])
print(json.dumps({name: [str(a.dtype), a.shape, a.tobytes().hex()] for name, a in found.items()}))
"""


def test_arrays_of_any_memory_come_back_bitwise_in_a_fresh_process(tmp_path, elsewhere):
    found = elsewhere(READ, FMT.dump(ARRAYS, tmp_path / "arrays.safetensors"))
    for name, array in ARRAYS.items():
        little = array.astype(array.dtype.newbyteorder("<"))
        assert found[name] == [str(little.dtype), list(array.shape), little.tobytes().hex()], name


def test_the_library_alone_would_change_a_transposed_array():
    from safetensors.numpy import load, save

    assert not np.array_equal(load(save({"a": GRID.T}))["a"], GRID.T)  # why _write puts arrays in order


def test_a_module_comes_back_as_its_state(tmp_path):
    module = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4)).to(torch.bfloat16)
    path = FMT.dump(module, tmp_path / "m.safetensors")
    for mapped in (False, True):
        state = AS_TORCH.load(path, mapped=mapped)
        assert state.keys() == module.state_dict().keys()
        assert all(torch.equal(state[name], value) for name, value in module.state_dict().items())


def test_a_mapped_tensor_lies_in_the_file_which_its_changes_do_not_reach(tmp_path):
    path = FMT.dump({"a": torch.zeros(4096)}, tmp_path / "a")
    read, mapped = AS_TORCH.load(path), AS_TORCH.load(path, mapped=True)
    mapped["a"][:2048] = 7
    assert not AS_TORCH.load(path)["a"].any()
    with path.open("r+b") as file:  # never do this to a file in use: it shows here where the numbers are
        file.seek(-4, 2)
        file.write(torch.ones(1).numpy().tobytes())
    assert (read["a"].sum(), mapped["a"][2048:].sum()) == (0, 1)


def test_numbers_that_numpy_does_not_have_are_named_with_the_way_to_read_them(tmp_path):
    path = FMT.dump({"a": torch.ones(2, dtype=torch.bfloat16)}, tmp_path / "a.safetensors")
    with pytest.raises(CannotLoad, match="(?s)BF16.*as_torch=True"):
        FMT.load(path)


def test_a_view_does_not_carry_what_it_looks_at(tmp_path):
    big = torch.arange(100_000.0)
    path = FMT.dump({"row": big[:5], "column": big[::20_000]}, tmp_path / "a.safetensors")
    assert path.stat().st_size < 500
    assert FMT.load(path)["column"].tolist() == [0, 20_000, 40_000, 60_000, 80_000]


def test_tied_weights_become_equal_copies(tmp_path):
    tied = torch.nn.Linear(2, 2)
    both = torch.nn.ModuleDict({"a": tied, "b": tied})
    state = AS_TORCH.load(FMT.dump(both, tmp_path / "a.safetensors"))
    assert torch.equal(state["a.weight"], state["b.weight"])
    state["a.weight"].zero_()
    assert state["b.weight"].any()


@pytest.mark.parametrize(
    ("model", "word"),
    [
        ([GRID], "mapping"),
        ({"a": GRID, 1: GRID}, "int"),
        ({"a": GRID, "b": torch.ones(2)}, "'b'"),
        ({"a": GRID, "b": [1.0]}, "'b'"),
        ({"a": np.ma.masked_array([1.0, 2.0], mask=[True, False])}, "'a'"),
        ({"a": np.array(["text"])}, "str"),
        ({"a": np.array([None])}, "object"),
        ({"a": np.ones(2, dtype=np.complex128)}, "complex128"),
        ({"a": torch.eye(2).to_sparse()}, "sparse"),
        ({"a": torch.ones(2, device="meta")}, "meta"),
        ({"step": 3}, "'step'"),
    ],
)
def test_what_is_no_array_is_refused_by_name(model, word, tmp_path):
    with pytest.raises(CannotHold, match=word):
        FMT.dump(model, tmp_path / "a.safetensors")
    assert not list(tmp_path.iterdir())


def test_a_cut_file_is_refused_wherever_it_was_cut(tmp_path):
    whole = FMT.dump({"a": GRID, "b": GRID}, tmp_path / "a.safetensors").read_bytes()
    for n in range(9, len(whole), 7):
        (tmp_path / "cut").write_bytes(whole[:n])
        with pytest.raises(DamagedFile):
            FMT.load(tmp_path / "cut")
        with pytest.raises(DamagedFile):
            AS_TORCH.load(tmp_path / "cut", mapped=True)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", DamagedFile),
        (b"\x80\x05N.", ForeignFile),
        (b"PK\x03\x04" + bytes(60), ForeignFile),
        (b"\xff\xff\xff\xff\xff\xff\0\0{" + bytes(60), DamagedFile),  # a header of 281 TB
    ],
)
def test_what_is_no_whole_safetensors_file_is_said_to_be_none(content, error, tmp_path):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(error):
        FMT.load(tmp_path / "a")


def test_a_type_of_number_from_the_future_is_said_to_be_one(tmp_path):
    header = json.dumps({"a": {"dtype": "F3", "shape": [1], "data_offsets": [0, 1]}}).encode()
    (tmp_path / "a").write_bytes(len(header).to_bytes(8, "little") + header + b"\0")
    with pytest.raises(FutureFile, match="F3"):
        FMT.load(tmp_path / "a")
