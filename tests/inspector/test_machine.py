"""The pickle machine sees what Python's own pickle machine does."""

import io
import pickle
import pickletools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joblib.numpy_pickle import NumpyUnpickler

from rehydrate.inspector import Call, Global, Items, Pairs, inspect, objects
from rehydrate.inspector._machine import STEPS

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary()
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.frozensets(st.integers(), max_size=4)
    ),
    max_leaves=20,
)
# How protocols 0 to 3 spell what later ones have instructions for.
SPELT = {
    Global("builtins", "frozenset"): frozenset,
    Global("builtins", "bytes"): bytes,
    Global("builtins", "bytearray"): bytearray,
    Global("_codecs", "encode"): lambda text, encoding: text.encode(encoding),
}


def value(node):
    """Return the Python value that a graph of plain values stands for."""
    if isinstance(node, Items):
        return {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}[node.kind](
            map(value, node.values)
        )
    if isinstance(node, Pairs):
        return {value(key): value(entry) for key, entry in node.pairs}
    if isinstance(node, Call):
        return SPELT[node.func](*map(value, node.arguments()))
    return node


def root(path):
    graph = objects(path)
    assert not graph.problems
    return graph.roots[0].node


MOVED = {"__builtin__": "builtins", "copy_reg": "copyreg"}  # by what pickle calls fix_imports


class Recording(NumpyUnpickler):
    """joblib's own reader, which notes the names that it looks up."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.looked_up = set()

    def find_class(self, module, name):
        self.looked_up.add((module, name))
        return super().find_class(module, name)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("machine") / "file"


@given(thing=VALUES, protocol=st.integers(0, 5))
def test_plain_values_come_back_in_every_protocol(file, thing, protocol):
    file.write_bytes(pickle.dumps(thing, protocol))
    assert value(root(file)) == thing


def test_every_instruction_of_pickle_is_known():
    assert {name for name, _, _ in STEPS.values()} == {op.name for op in pickletools.opcodes}


@pytest.mark.parametrize("pattern", ["*.pickle", "*.joblib"])
def test_the_names_are_those_that_a_real_load_looks_up(real, pattern):
    paths = sorted(real.glob(pattern))
    assert len(paths) > 5
    for path in paths:
        with path.open("rb") as stream:  # made a moment ago by this test run
            real_reader = Recording(str(path), stream, False)
            real_reader.load()
        seen = {(name.module, name.name) for name in inspect(path).globals}
        assert seen == {(MOVED.get(module, module), name) for module, name in real_reader.looked_up}, (
            path.name
        )


def test_shared_and_circular_objects_stay_shared(saved):
    thing = [1, [2]]
    thing.append(thing)
    thing.append(thing[1])
    node = root(saved(pickle.dumps(thing)))
    assert node.values[2] is node
    assert node.values[3] is node.values[1]


def test_state_items_and_pairs_of_an_object_are_kept(saved):
    code = b"cmy.place\nThing\n)\x81}(Va\nK\x01u" + b"b(K\x02K\x03e(Vk\nK\x04u."
    node = root(saved(b"\x80\x02" + code))
    assert (node.how, node.type) == ("new", Global("my.place", "Thing"))
    assert node.attributes() == {"a": 1}
    assert node.items.values == [2, 3]
    assert node.pairs.named() == {"k": 4}


def test_slots_count_as_attributes(saved):
    node = root(saved(b"\x80\x02cmy.place\nThing\n)\x81}Va\nK\x01s}Vb\nK\x02s\x86b."))
    assert node.attributes() == {"a": 1, "b": 2}


def test_buffers_beside_the_stream_and_persistent_ids_are_placeholders(saved):
    array = pickle.dumps(np.arange(9.0), protocol=5, buffer_callback=lambda buffer: False)
    (entry,) = inspect(saved(array)).arrays
    assert (entry.dtype, entry.shape, entry.n_bytes) == ("<f8", (9,), 72)
    assert root(saved(b"Pweights\n.")).value == "weights"
    assert root(saved(b"K\x07Q.")).value == 7


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (b"\x80\x04.", "empty stack"),
        (b"\x80\x04e.", "looks for a mark"),
        (b"\x80\x04h\x05.", "object number 5"),
        (b"\x80\x04\xff.", "0xff"),
        (b"\x80\x04N", "before its STOP"),
        (b"\x80\x07N.", "fits no format"),
        (b"\x80\x04\x80\x09N.", "protocol 9"),
        (b"\x80\x04\x8b\xff\xff\xff\xff.", "length -1"),
        (b"\x80\x04}(K\x01u.", "without a value"),
        (b"\x80\x04NNb.", "cannot be filled"),
        (b"\x80\x04)K\x01a.", "cannot be filled"),
        (b"\x80\x04K\x01K\x02\x93.", "no text"),
        (b"\x80\x04I1x\n.", "a number reads"),
        (b"\x80\x04L" + b"9" * 600 + b"L\n.", "longer than any number"),
        (b"\x80\x04Sno quotes\n.", "quotes"),
        (b"\x80\x04X\x01\x00\x00\x00\xff.", "not utf-8"),
        (b"\x80\x04Vnever ends", "middle of a line"),
    ],
)
def test_what_a_pickle_does_wrong_is_said(saved, code, problem):
    (said,) = inspect(saved(code)).problems
    assert problem in said


def test_texts_of_protocol_0_are_read_as_python_2_wrote_them(saved):
    assert root(saved(rb"S'it\'s \\ \x41 \n'" + b"\n.")) == "it's \\ A \n"
    assert root(saved(b"I01\n.")) is True
    assert root(saved(b"L12L\n.")) == 12


def test_long_values_are_counted_and_not_kept(saved):
    node = root(saved(pickle.dumps(["x" * (3 << 20), 1 << 80_000, b"y" * (2 << 20)])))
    assert [(blob.kind, blob.n_bytes) for blob in node.values] == [
        ("str", 3 << 20),
        ("int", 10_001),
        ("bytes", 2 << 20),
    ]


def test_the_position_stays_right_behind_values_that_are_passed_over(saved):
    node = root(saved(pickle.dumps([b"y" * (2 << 20), "end"])))
    assert node.values[1] == "end"


def test_the_graph_tells_objects_with_their_paths(saved):
    thing = {"steps": [("scale", np.float64(1.5)), io.BytesIO]}
    paths = [path for path, _ in objects(saved(pickle.dumps(thing))).objects()]
    assert "['steps'][0][1]" in paths
