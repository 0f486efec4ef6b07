"""Arrays are told as NumPy has them, however they were saved."""

import pickle

import joblib
import numpy as np
import pytest

from rehydrate.inspector import array_of, inspect, objects, walk

RECORDS = np.array([(1, 2.5, b"x"), (3, 4.5, b"yz")], dtype=[("n", "<i8"), ("x", "<f8"), ("s", "S3")])
ARRAYS = {
    "floats": np.arange(6.0).reshape(2, 3),
    "Fortran": np.asfortranarray(np.arange(6, dtype="i4").reshape(2, 3)),
    "half": np.array([0.5, 2], "f2"),
    "bytes": np.arange(3, dtype="u1"),
    "truth": np.array([True, False]),
    "big-endian": np.arange(3, dtype=">i8"),
    "text": np.array(["setosa", "virginica"]),
    "byte strings": np.array([b"a", b"bcd"]),
    "complex": np.array([1 + 2j]),
    "dates": np.array(["2026-01-01"], dtype="M8[D]"),
    "empty": np.empty((0, 4)),
    "single": np.array(7.5),
    "objects": np.array([1, "a", None], dtype=object),
    "large": np.zeros(300_000),
    "records": RECORDS,
}


def found(path):
    graph = objects(path)
    assert not graph.problems
    return [array for root in graph.roots for _, node in walk(root.node) if (array := array_of(node))]


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("saving", ["pickle", "joblib"])
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_type_shape_and_size_are_those_of_numpy(tmp_path, name, saving, protocol):
    array, path = ARRAYS[name], tmp_path / "array"
    if saving == "pickle":
        path.write_bytes(pickle.dumps(array, protocol))
    else:
        joblib.dump(array, path, protocol=protocol)
    first = found(path)[0]
    assert (first.shape, first.n_bytes) == (array.shape, array.nbytes)
    assert first.dtype.itemsize == array.dtype.itemsize
    if name not in ("records", "dates", "objects"):
        assert np.dtype(first.dtype.descr) == array.dtype


@pytest.mark.parametrize(
    "name", ["floats", "half", "bytes", "truth", "big-endian", "text", "byte strings", "single"]
)
@pytest.mark.parametrize("protocol", [0, 3, 5])
def test_the_values_of_small_arrays_can_be_read(saved, name, protocol):
    (array,) = found(saved(pickle.dumps(ARRAYS[name], protocol)))
    assert array.values() == ARRAYS[name].ravel().tolist()


def test_values_lie_in_the_order_of_the_file(saved):
    (array,) = found(saved(pickle.dumps(ARRAYS["Fortran"], 2)))
    assert array.order == "F"
    assert np.array(array.values()).reshape(array.shape, order="F").tolist() == ARRAYS["Fortran"].tolist()


def test_fields_of_a_structured_type_are_told_with_their_offsets(saved):
    (array,) = found(saved(pickle.dumps(RECORDS)))
    fields = [(name, kind.descr, offset) for name, kind, offset in array.dtype.fields]
    assert fields == [("n", "<i8", 0), ("x", "<f8", 8), ("s", "|S3", 16)]
    assert array.values() is None


def test_objects_in_an_array_are_nodes(tmp_path):
    joblib.dump(ARRAYS["objects"], tmp_path / "file")
    outer, inner = found(tmp_path / "file")
    assert outer.dtype.has_objects
    assert inner.values() == [1, "a", None]


def test_a_large_array_is_counted_and_not_kept(saved):
    (array,) = found(saved(pickle.dumps(ARRAYS["large"])))
    assert array.n_bytes == 2_400_000
    assert array.values() is None


def test_single_numbers_are_arrays_without_a_shape(saved):
    (number,) = found(saved(pickle.dumps(np.float32(1.5))))
    assert (number.shape, number.dtype.descr, number.values()) == ((), "<f4", [1.5])


def test_arrays_beside_the_stream_of_our_own_pickle_format_are_told(tmp_path):
    from rehydrate import formats

    path = formats.get("pickle").dump({"x": np.zeros(5000), "y": np.arange(3)}, tmp_path / "model.pkl")
    report = inspect(path)
    assert sorted(array.n_bytes for array in report.arrays) == [24, 40_000]
    assert report.verdict == "data only"
    assert not report.notes  # the arrays behind the pickle are no surprise


@pytest.mark.parametrize("state", [b"(K\x03V<\nNNN", b"(K\x03V<\nNNNVx\nVx\nK\x00"])
def test_a_data_type_with_an_odd_state_is_no_array(saved, state):
    dtype = b"cnumpy\ndtype\nVS4\n\x85R" + state + b"tb"
    path = saved(b"cnumpy.core.multiarray\nscalar\n" + dtype + b"Vabcd\n\x86R.")
    assert found(path) == []
