"""Files of every kind, made once by the libraries that make them, and files that would touch a marker."""

import gzip
import io
import json
import lzma
import pickle
import struct
import subprocess
import sys
import tarfile
import warnings
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import cloudpickle
import hickle
import joblib
import numpy as np
import pytest


@pytest.fixture(scope="session")
def real(tmp_path_factory):
    """The folder of the real files."""
    folder = tmp_path_factory.mktemp("real")
    script = Path(__file__).with_name("make_real_files.py")
    done = subprocess.run([sys.executable, script, folder], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.fixture
def saved(tmp_path):
    """Write bytes to a file and return its path."""

    def write(content, name="model"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.fixture(scope="session")
def payloads(tmp_path_factory):
    """Files that would touch ``marker`` if they were loaded, by name: ``paths`` maps names to files."""
    folder = tmp_path_factory.mktemp("payloads")
    marker = folder / "marker"
    paths = {}
    for name, content in {**_pickled(marker), **_packed(marker)}.items():
        paths[name] = folder / name
        paths[name].write_bytes(content)
    return SimpleNamespace(paths=paths, marker=marker)


class Touch:
    """Pickles as a call that makes a file."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return open, (str(self.marker), "w")


def _text(word):
    return b"\x8c" + bytes([len(word)]) + word.encode()


def _pickled(marker):
    """Return pickles that say "touch the marker" in every way that the machine has words for."""
    command = f"touch {marker}".encode()
    line, quoted = b"V" + command + b"\n", b"S'" + command + b"'\n"
    program = f"Vopen({str(marker)!r}, 'w')\n".encode()
    found = {f"reduce, protocol {protocol}": pickle.dumps(Touch(marker), protocol) for protocol in range(6)}
    return found | {
        "INST": b"(" + quoted + b"ios\nsystem\n.",
        "OBJ": b"(cos\nsystem\n" + quoted + b"o.",
        "NEWOBJ": b"\x80\x02csubprocess\nPopen\n(" + line + b"t\x81.",
        "NEWOBJ_EX": b"\x80\x04csubprocess\nPopen\n(" + line + b"t}\x92.",
        "exec": b"cbuiltins\nexec\n(" + program + b"tR.",
        "names through the memo": b"\x80\x04"
        + _text("os")
        + b"\x94"
        + _text("system")
        + b"\x940h\x00h\x01\x93"
        b"(" + line + b"tR.",
        "getattr chain": b"cbuiltins\ngetattr\n(cbuiltins\n__import__\n(S'os'\ntRS'system'\ntR("
        + line
        + b"tR.",
        "dotted name": b"\x80\x04" + _text("joblib") + _text("os.system") + b"\x93(" + line + b"tR.",
        "trusted package": b"cnumpy.testing._private.utils\nrunstring\n(" + program + b"}tR.",
        "ufunc by name": b"cnumpy.core\n_ufunc_reconstruct\n(S'os'\nS'system'\ntR(" + line + b"tR.",
        "name of Python 2": b"c__builtin__\nexecfile\n(" + line + b"tR.",
        "module of Python 2": b"ccommands\ngetoutput\n(" + line + b"tR.",
        "broken behind the payload": pickle.dumps([Touch(marker), list(range(99))])[:-60],
        "second pickle": pickle.dumps([1]) + pickle.dumps(Touch(marker)),
        "second pickle without a mark": pickle.dumps([1]) + pickle.dumps(Touch(marker), 0),
        "pickle in a byte string": pickle.dumps({"state": pickle.dumps(Touch(marker))}),
        "thrown away": b"\x80\x04cos\nsystem\n(" + line + b"tR0N.",
        "bytecode by value": cloudpickle.dumps(lambda: open(marker, "w")),
    }


def _packed(marker):
    """Return the payload in the formats that carry pickles, and where no one looks for one."""
    evil, plain = Touch(marker), pickle.dumps(Touch(marker), 0)
    found = {
        "gzip in gzip": gzip.compress(gzip.compress(plain)),
        "lzma": lzma.compress(pickle.dumps(evil), lzma.FORMAT_ALONE),
        "zip": _zip({"a/model.bin": plain}),
        "zip in zip": _zip({"inner.zip": _zip({"model.pkl": pickle.dumps(evil)})}),
        "PyTorch archive": _zip(
            {"m/data.pkl": pickle.dumps(evil, 2), "m/version": b"3\n", "m/data/0": bytes(8)}
        ),
        "tar": _tar({"model.pkl": pickle.dumps(evil)}),
        "skops": _zip({"schema.json": json.dumps({"__module__": "posix", "__class__": "system"}).encode()}),
        "pickle before a zip": pickle.dumps([1]) + _zip({"data.pkl": plain}),
        "pickle before a zip, the other way": plain + _zip({"readme.txt": b"nothing"}),
        "zip behind zlib": zlib.compress(pickle.dumps([1])) + _zip({"data.pkl": plain}),
        "tar whose name is a pickle": plain[:99].ljust(100, b"\0") + bytes(157) + b"ustar" + bytes(250),
        "safetensors that is a pickle": _safetensors_that_is_a_pickle(plain),
    }
    for name, thing in {
        "joblib": [np.arange(3.0), evil],
        "object array of joblib": np.array([evil], dtype=object),
    }.items():
        joblib.dump(thing, stream := io.BytesIO())
        found[name] = stream.getvalue()
        joblib.dump(thing, stream := io.BytesIO(), compress=3)
        found[f"compressed {name}"] = stream.getvalue()
    np.save(stream := io.BytesIO(), np.array([evil], dtype=object))
    found["object array of NumPy"] = stream.getvalue()
    np.savez(stream := io.BytesIO(), a=np.array([evil], dtype=object))
    found["object array in npz"] = stream.getvalue()
    with warnings.catch_warnings(action="ignore"):  # that it pickles what it does not know
        hickle.dump(evil, marker.with_name("made.hkl"), mode="w")
    found["hickle"] = marker.with_name("made.hkl").read_bytes()
    return found


def _zip(members):
    with zipfile.ZipFile(stream := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _tar(members):
    with tarfile.open(fileobj=(stream := io.BytesIO()), mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return stream.getvalue()


def _safetensors_that_is_a_pickle(plain):
    """Return a safetensors file whose length is the instruction V: its header is one text to a pickle."""
    entry = {"w": {"dtype": "U8", "shape": [len(plain)], "data_offsets": [0, len(plain)]}}
    header = json.dumps(entry).encode().ljust(ord("V") - 1) + b"\n"
    return struct.pack("<Q", len(header)) + header + plain
