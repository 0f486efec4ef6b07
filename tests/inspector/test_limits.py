"""An inspection costs what its limits say, whatever the file says."""

import io
import json
import pickle
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib

import pytest

from rehydrate.inspector import Limits, inspect

ROOM = 600 << 20  # bytes of address space for a whole process; one claim in these files is ten gigabytes


def deep():
    return b"\x80\x04" + b"]" * 200_000 + b"a" * 199_999 + b"."


def deep_in_tuples():
    return b"\x80\x04)" + b"\x85" * 200_000 + b"."


def bomb(n_mebibytes):
    engine = zlib.compressobj(9)
    start = b"\x80\x04\x8e" + struct.pack("<Q", n_mebibytes << 20)
    parts = [engine.compress(start), *(engine.compress(bytes(1 << 20)) for _ in range(n_mebibytes))]
    return b"".join(parts) + engine.compress(b".") + engine.flush()


def zipped(**members):
    with zipfile.ZipFile(stream := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def nested(wrap, times):
    content = pickle.dumps(1)
    for _ in range(times):
        content = wrap(content)
    return content


def many_members():
    with tarfile.open(fileobj=(stream := io.BytesIO()), mode="w") as archive:
        for number in range(120):
            archive.addfile(tarfile.TarInfo(f"{number}"))
    return stream.getvalue()


HOSTILE = {
    "bytes that are not there": b"\x80\x04\x8e" + struct.pack("<Q", 10 << 30) + b"x.",
    "text that is not there": b"\x80\x04\x8d" + struct.pack("<Q", 1 << 62) + b"x.",
    "number that is not there": b"\x80\x04\x8b\xff\xff\xff\x7fx.",
    "array that is not there": b"\x93NUMPY\x01\x00"
    b"\x40\x00{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999,)}",
    "deep lists": deep(),
    "deep tuples": deep_in_tuples(),
    "deep JSON": b"[" * 100_000 + b"]" * 100_000,
    "zlib bomb": bomb(300),
    "deflate bomb in a zip": zipped(a=bytes(200 << 20)),
    "safetensors header": struct.pack("<Q", 0xFFFFFFFF) + b"{",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in HOSTILE.items():
        (folder / name).write_bytes(content)
    return folder


CHILD = """
import json, resource, sys
from rehydrate.inspector import inspect
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
print(json.dumps({path: inspect(path).as_dict() for path in sys.argv[2:]}))
"""


@pytest.mark.linux
def test_hostile_files_need_little_memory_and_are_not_called_clean(hostile):
    paths = sorted(map(str, hostile.iterdir()))
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(ROOM), *paths], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-2000:]
    reports = json.loads(done.stdout)
    assert len(reports) == len(HOSTILE)
    assert {
        path: report["verdict"] for path, report in reports.items() if report["verdict"] != "cannot tell"
    } == {}


@pytest.mark.parametrize(
    ("limits", "content", "words"),
    [
        (Limits(opcodes=5_000), b"\x80\x04" + b"]" * 9_000 + b".", "5,000 opcodes"),
        (Limits(nesting=10), b"\x80\x04)" + b"\x85" * 20 + b".", "deeper in each other than 10"),
        (Limits(seconds=0.0), pickle.dumps(list(range(5000))), "seconds"),
        (Limits(expanded_bytes=1_000), zlib.compress(pickle.dumps(bytes(5_000))), "1,000 expanded bytes"),
        (Limits(memory_bytes=1_000), zlib.compress(b"\x93NUMPY" + bytes(5_000)), "1,000 bytes"),
        (Limits(layers=3), nested(zlib.compress, 5), "3 layers"),
        (Limits(layers=3), nested(lambda content: zipped(a=content), 5), "3 layers"),
        (Limits(layers=3), nested(pickle.dumps, 6), "3 pickles"),
        (Limits(members=100), many_members(), "100 members"),
        (Limits(members=2), zipped(a=b"1", b=b"2", c=b"3"), "2 members"),
        (Limits(), bomb(100), "200 times larger"),
    ],
)
def test_a_bound_that_is_reached_is_named_and_the_file_is_not_called_clean(saved, limits, content, words):
    report = inspect(saved(content), limits=limits)
    assert report.verdict == "cannot tell"
    assert any(words in problem for problem in report.problems), report.problems
    assert any("the bound of an inspection" in problem for problem in report.problems)


def test_what_was_found_before_a_bound_counts(saved):
    code = b"\x80\x04cos\nsystem\n" + b"]" * 9_000 + b"."
    report = inspect(saved(code), limits=Limits(opcodes=5_000))
    assert report.verdict == "runs code"
    assert report.problems


def test_strings_beyond_the_bound_are_counted_and_not_kept(saved):
    report = inspect(saved(pickle.dumps(["x" * 1000] * 2 + ["y" * 1000])), limits=Limits(kept_text=1_500))
    assert report.verdict == "data only"


def test_a_model_with_more_arrays_than_are_kept_is_read_to_its_end(real):
    report = inspect(real / "pipeline_4.joblib", limits=Limits(kept_bytes=50))
    assert (report.problems, report.alarming) == ([], False)
    assert len(report.arrays) == 7


def test_a_large_honest_file_is_read_within_the_limits(saved):
    words = {f"word {number}": number for number in range(100_000)}
    assert inspect(saved(pickle.dumps(words))).verdict == "data only"


def test_an_object_that_is_shared_twice_at_every_level_is_visited_once(saved):
    report = inspect(saved(b"\x80\x04)" + b"2\x86" * 90 + b"."))  # as a tree it would have 2 ** 90 leaves
    assert report.verdict == "data only"
