"""Whatever the bytes are, an inspection ends with a report that keeps its promises."""

import json
import os
import pickle
import pickletools
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehydrate.inspector import Limits, Verdict, inspect, objects

N_FILES = 5_000 if os.environ.get("REHYDRATE_SOAK") == "1" else 300
LIMITS = Limits(seconds=20, opcodes=100_000, expanded_bytes=16 << 20, memory_bytes=4 << 20)
STARTS = [
    b"",
    b"\x80\x04",
    b"\x93NUMPY\x01\x00",
    b"\x89HDF\r\n\x1a\n",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"x\x9c",
    b"\x08\x0a",
]
many = settings(max_examples=N_FILES, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("properties") / "file"


def argument(op, lying):
    """Return arguments that an instruction may have, if asked for also some that lie about their size."""
    if op.arg is None:
        return st.just(b"")
    if op.arg.n >= 0:
        return st.binary(min_size=op.arg.n, max_size=op.arg.n) | st.just(bytes(op.arg.n))
    if op.arg.n == pickletools.UP_TO_NEWLINE:
        lines = 2 if op.arg.name.endswith("pair") else 1
        words = st.sampled_from(
            [b"os", b"system", b"numpy", b"dtype", b"1", b"-7L", b"'q'", b"2.5", b"\xff", b"I\\x"]
        )
        return st.lists(words, min_size=lines, max_size=lines).map(lambda parts: b"\n".join(parts) + b"\n")
    width = {"1": "<B", "4": "<i", "8": "<Q"}[op.arg.name[-1]]
    body = st.binary(max_size=20) | st.sampled_from([b"os", b"system", b"numpy", b"dtype", b"f8"])
    whole = body.map(lambda content: struct.pack(width, len(content)) + content)
    lies = st.tuples(st.sampled_from([0, 1, 120]), body)
    return whole | lies.map(lambda pair: struct.pack(width, pair[0]) + pair[1]) if lying else whole


def instructions(lying=True):
    """Return instructions of pickle other than the one that ends it."""
    return st.sampled_from([op for op in pickletools.opcodes if op.name != "STOP"]).flatmap(
        lambda op: argument(op, lying).map(lambda rest: op.code.encode("latin-1") + rest)
    )


def held(file, content):
    file.write_bytes(content)
    report = inspect(file, limits=LIMITS)
    assert report.verdict in set(Verdict)
    assert not (report.problems and report.verdict == Verdict.DATA_ONLY)
    assert report.reasons and report.kind
    json.dumps(report.as_dict())
    for _, thing in objects(file, limits=LIMITS).objects():
        assert thing.attributes() is not None
    return report


@many
@given(start=st.sampled_from(STARTS), content=st.binary(max_size=300))
def test_any_bytes_give_a_report(file, start, content):
    held(file, start + content)


@many
@given(st.lists(instructions(), max_size=40).map(b"".join))
def test_any_instructions_give_a_report(file, code):
    held(file, b"\x80\x04" + code + b".")


@many
@given(st.lists(instructions(lying=False), max_size=12).map(b"".join))
def test_nothing_before_a_payload_hides_it(file, code):
    report = held(file, b"\x80\x02" + code + b"cos\nsystem\n.")
    assert report.problems or report.verdict == Verdict.RUNS_CODE


@many
@given(
    st.recursive(st.integers() | st.text(max_size=5) | st.none(), lambda inner: st.lists(inner, max_size=3))
)
def test_values_that_pickle_wrote_are_data_only(file, thing):
    assert held(file, pickle.dumps(thing)).verdict == Verdict.DATA_ONLY
