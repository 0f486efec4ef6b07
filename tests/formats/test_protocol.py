"""What every format has in common: found by name, told when it lacks something, errors in our words."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.linear_model import LinearRegression

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, MissingLibrary, WrongUsage
from rehydrate.formats import _protocol
from rehydrate.formats._magic import looks_like

OLD = Path(__file__).resolve().parents[1] / "golden" / "sklearn"


def test_an_unknown_format_is_answered_with_those_there_are():
    with pytest.raises(WrongUsage, match=r"no format named 'pikle'(?s:.*)joblib(?s:.*)pickle"):
        formats.get("pikle")


def test_an_unknown_option_is_answered_with_those_there_are():
    with pytest.raises(WrongUsage, match="no option 'compression'(?s:.*)its options are: compress"):
        formats.get("joblib", compression=3)
    with pytest.raises(WrongUsage, match="its options are: none"):
        formats.get("pickle", protocol=4)


def test_to_load_one_file_the_other_formats_are_not_imported():
    code = "import sys; from rehydrate import formats; formats.get('pickle'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    found = {name for name in done.stdout.split() if name.startswith("rehydrate.formats.")}
    assert {name for name in found if "._" not in name} == {"rehydrate.formats.pickle_file"}


def test_a_library_that_was_installed_meanwhile_is_found(monkeypatch):
    monkeypatch.setattr(_protocol, "_SEEN", set())
    assert not _protocol.installed("no-such-distribution")
    monkeypatch.setattr(_protocol.Distribution, "discover", lambda name: [name])
    assert _protocol.installed("no-such-distribution")


def test_a_model_of_scikit_learn_is_kept_as_a_pickle_unless_someone_says_otherwise():
    assert formats.choose(LinearRegression()).name == "pickle"


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setattr(_protocol, "installed", lambda name: name != "skl2onnx")
    for act in (
        lambda fmt: fmt.dump(LinearRegression(), tmp_path / "a"),
        lambda fmt: fmt.load(tmp_path / "a"),
    ):
        with pytest.raises(MissingLibrary, match=r"needs skl2onnx(?s:.*)pip install 'rehydrate\[formats\]'"):
            act(formats.get("onnx"))


def test_a_file_without_a_name_can_be_complained_about():
    with pytest.raises(DamagedFile, match="the given file is empty"):
        formats.get("pickle").load(io.BytesIO())
    with pytest.raises(ForeignFile, match=r"the given file is not a pickle file(?s:.*)those of: json"):
        formats.get("pickle").load(io.BytesIO(b'{"a": 1}'))


def test_a_refusal_always_names_a_format_that_keeps_more():
    fmt = formats.get("onnx")
    assert "formats.get('pickle')" in fmt.cannot_hold(1, "why").fix
    assert fmt.cannot_hold(1, "why", "do this").fix.startswith("do this; or formats.get('pickle')")
    assert fmt.cannot_hold(1, "why", "formats.get('cloudpickle')").fix == "formats.get('cloudpickle')"
    with pytest.raises(CannotHold, match="cannot keep a builtins.int"):
        formats.get("npz_linear").dump(1, "nowhere")


def test_a_missing_file_is_an_error_of_the_system():
    with pytest.raises(FileNotFoundError):
        formats.get("pickle").load("no such file")


@pytest.mark.parametrize("name", ["tree", "rf", "gb", "knn_kd"])
@pytest.mark.parametrize(("fmt", "suffix"), [("pickle", "pickle"), ("joblib", "joblib")])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.InconsistentVersionWarning")
def test_a_model_of_an_old_version_is_not_called_damaged(name, fmt, suffix):
    with pytest.raises(CannotLoad, match="rehydrate doctor"):
        formats.get(fmt).load(OLD / "sklearn-0.24.2" / f"{name}.{suffix}")


def test_a_version_warning_that_was_made_an_error_is_no_damage():
    path = OLD / "sklearn-1.8.0" / "logreg.pickle"
    with pytest.warns(InconsistentVersionWarning, match=r"1\.8\.0"):
        formats.get("pickle").load(path)
    with pytest.raises(CannotLoad, match="InconsistentVersionWarning"):  # this suite makes warnings errors
        formats.get("pickle").load(path)


STARTS = {
    b"\x80\x05\x95": "pickle",
    b"\x93NUMPY\x01": "npy",
    b"\x89HDF\r\n\x1a\n\0": "hdf5",
    b"PK\x03\x04\0": "zip",
    b"\x1f\x8b\x08": "gzip",
    b"BZh9": "bz2",
    b"\xfd7zXZ\0": "xz",
    b"x\x9c\xed": "zlib",
    b"x\x5e\xed": "zlib",
    b"xyz": "",
    b'{"learner"': "json",
    b"\x08\x08\x12\x08skl2onnx": "onnx",
    b"\x50\0\0\0\0\0\0\0{": "safetensors",
    b"": "",
    b"\x80": "pickle",
    b"hello": "",
}


@pytest.mark.parametrize("head", STARTS, ids=repr)
def test_first_bytes_are_called_by_what_they_look_like(head):
    assert looks_like(head) == STARTS[head]
