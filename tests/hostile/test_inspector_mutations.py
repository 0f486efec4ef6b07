"""Damaged and hostile files by the thousand: an inspection ends with a report, whatever the bytes are.

A small coverage-guided fuzzer: what makes the inspector run a line that nothing ran before is kept and
changed further. ``make soak`` (REHYDRATE_SOAK=1) runs a hundred thousand files, a plain run two thousand.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import pickle
import pickletools
import random
import struct
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

import rehydrate.inspector
from rehydrate.cli.inspect import _lines
from rehydrate.inspector import Limits, Opinion, Verdict, inspect, objects

SOAK = os.environ.get("REHYDRATE_SOAK") == "1"
N_FILES = 100_000 if SOAK else 2_000
N_TRACED = N_FILES // 5  # following every line is slow: the others only use what was learnt
LIMITS = Limits(seconds=20, opcodes=200_000, expanded_bytes=64 << 20, memory_bytes=8 << 20)
ROOM = str(Path(rehydrate.inspector.__file__).parent)
ROOT = Path(__file__).resolve().parents[2]


class Payload:
    def __reduce__(self):
        return os.system, ("false",)


def light_seeds():
    """Files of most kinds that can be made without heavy libraries."""
    model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    things = {
        "model": model,
        "x": np.arange(6.0).reshape(2, 3),
        "o": np.array([1, "a"], object),
        "t": ("u", None),
    }
    seeds = [pickle.dumps(things, protocol) for protocol in range(6)]
    seeds += [pickle.dumps(Payload(), protocol) for protocol in range(6)]
    for compress in (0, ("zlib", 1), ("gzip", 1), ("bz2", 1), ("lzma", 1), ("xz", 1)):
        joblib.dump(things, stream := io.BytesIO(), compress=compress)
        seeds.append(stream.getvalue())
    np.savez(stream := io.BytesIO(), **{key: things[key] for key in "xo"})
    seeds.append(stream.getvalue())
    np.save(stream := io.BytesIO(), things["o"])
    seeds.append(stream.getvalue())
    header = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
    seeds.append(struct.pack("<Q", len(header)) + header + bytes(8))
    seeds.append(
        json.dumps({"class_name": "Sequential", "config": [{"module": "os", "class_name": "x"}]}).encode()
    )
    seeds.append(b'{"learner":{"x":[1]},"version":[3,2,0]}')
    seeds.append(b"tree\nversion=v4\n")
    onnx = b"\x08\x0a\x12\x01a\x3a\x06\x5a\x04\x0a\x02x1\x42\x07\x0a\x03a.b\x10\x09"
    seeds.append(onnx)
    seeds.append(b"\x89HDF\r\n\x1a\n" + bytes(40) + b"HICKLE_VERSION" + pickle.dumps(things, 4) + b"data")
    return seeds


def packed(content, rng):
    """Wrap bytes as they may be found in the wild."""
    kind = rng.randrange(8)
    if kind < 4:
        return [zlib.compress, gzip.compress, bz2.compress, lzma.compress][kind](content)
    stream = io.BytesIO()
    if kind == 4:
        with tarfile.open(fileobj=stream, mode="w") as tar:
            info = tarfile.TarInfo("model.pkl")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        return stream.getvalue()
    names = {5: ["a/data.pkl", "a/data/0", "a/version"], 6: ["config.json", "metadata.json"], 7: ["x.npy"]}[
        kind
    ]
    with zipfile.ZipFile(stream, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


FRAGMENTS = [
    *(op.code.encode("latin-1") for op in pickletools.opcodes),
    *(op.code.encode("latin-1") + bytes(8) for op in pickletools.opcodes if op.arg),
    *(op.code.encode("latin-1") + b"\xff" * 8 for op in pickletools.opcodes if op.arg),
    *(
        b"cos\nsystem\n",
        b"\x80\x05",
        b"\x80\x04\x95",
        b"0x10\n",
        b"I01\n",
        b"S'a\\x41\\n'\n",
        b"V\\u0041\\ud800\n",
    ),
    *(
        b"PK\x05\x06",
        b"PK\x03\x04",
        b"\x93NUMPY\x01\0",
        b"\x89HDF\r\n\x1a\n",
        b"ustar",
        b"\x1f\x8b",
        b"x\x9c",
    ),
    *(b"\x8c\x05numpy\x8c\x05dtype\x93", b"NumpyArrayWrapper", b"cjoblib.numpy_pickle\nNumpyArrayWrapper\n"),
    *(
        b"{}",
        b"[[[[",
        b'"class_name": "Lambda"',
        b"\xf0\x9f\x98\x80",
        b"\xed\xa0\x80",
        b"\0" * 16,
        b"\xff" * 16,
    ),
]


def mutated(content, corpus, rng):
    """Return a changed copy: a few flips, cuts, copies, splices and insertions."""
    data = bytearray(content)
    for _ in range(1 + min(int(rng.expovariate(0.5)), 12)):
        at = rng.randrange(len(data) + 1)
        width = min(int(rng.expovariate(0.05)), len(data))
        match rng.randrange(8):
            case 0 if data:
                data[at % len(data)] ^= 1 << rng.randrange(8)
            case 1 if data:
                data[at % len(data)] = rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)])
            case 2:
                del data[at : at + width]
            case 3:
                data[at:at] = data[at : at + width]
            case 4:
                data[at:at] = rng.choice(FRAGMENTS)
            case 5:
                other = rng.choice(corpus)
                start = rng.randrange(len(other) + 1)
                data[at : at + width] = other[start : start + rng.randrange(1, 200)]
            case 6:
                data = data[:at] if rng.random() < 0.3 else data
            case 7:
                data[at : at + 8] = struct.pack(
                    "<Q", rng.choice([0, 1, 2**31, 2**32 - 1, 2**63, 2**40, len(data)])
                )
    return bytes(data[:20_000])


def lines_run(call):
    """Run something and return which lines of the inspector it ran."""
    found = set()

    def local(frame, event, _):
        if event == "line":
            found.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    sys.settrace(lambda frame, _, __: local if frame.f_code.co_filename.startswith(ROOM) else None)
    try:
        call()
    finally:
        sys.settrace(None)
    return found


def held(path):
    """Inspect a file and hold the report to what every report promises."""
    report = inspect(path, limits=LIMITS)
    assert not (report.problems and report.verdict == Verdict.DATA_ONLY), report.problems
    bad = any(name.opinion in (Opinion.DANGEROUS, Opinion.UNKNOWN) for name in report.globals)
    assert not bad or (report.verdict == Verdict.RUNS_CODE and report.alarming)
    assert report.reasons
    json.dumps(report.as_dict())
    assert all(line.isprintable() for line in _lines(report))
    for _, thing in objects(path, limits=LIMITS).objects():
        thing.attributes()
    return report


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """Small files of every kind; with the full count also those that take all libraries to make."""
    found = light_seeds()
    found += [path.read_bytes() for path in sorted(ROOT.glob("tests/golden/sklearn/*/[ckst]*.joblib"))][::5]
    if SOAK:
        folder = tmp_path_factory.mktemp("real")
        script = ROOT / "tests" / "inspector" / "make_real_files.py"
        subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
        found += [path.read_bytes() for path in sorted(folder.iterdir())]
    return [seed for seed in found if len(seed) <= 20_000]


def test_no_mutated_file_makes_an_inspection_fail(seeds, tmp_path):
    rng = random.Random(20261125)
    path = tmp_path / "mutated"
    corpus, run, worst, verdicts = list(seeds), set(), 0.0, {}
    for number in range(N_FILES):
        content = mutated(rng.choice(corpus), corpus, rng)
        if rng.random() < 0.25:
            content = packed(content, rng)
        path.write_bytes(content)
        start = time.perf_counter()
        try:
            if number % (N_FILES // N_TRACED) == 0:
                new = lines_run(lambda: inspect(path, limits=LIMITS)) - run
                if new:
                    run |= new
                    corpus.append(content)
            verdict = held(path).verdict
        except BaseException:
            (ROOT / ".pytest_cache").mkdir(exist_ok=True)
            (ROOT / ".pytest_cache" / f"mutated-{number}").write_bytes(content)
            raise
        worst = max(worst, time.perf_counter() - start)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    print(
        f"{N_FILES} files, {len(corpus)} kept, slowest {worst:.2f} s",
        {str(v): n for v, n in verdicts.items()},
    )
    assert set(verdicts) == set(Verdict)  # the files were of every sort, not all of them refused at once
    assert len(corpus) > len(seeds)
