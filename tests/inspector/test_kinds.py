"""Every kind of model file is known by its content, and what can be known about it is told."""

import gzip
import io
import json
import shutil
import struct
import zipfile

import joblib
import numpy as np
import pytest

from rehydrate.inspector import inspect

DATA, RUNS = ("data only", False), ("runs code", False)
ALARM = ("runs code", True)
KINDS = {
    "pipeline_0.pickle": ("pickle, protocol 0 or 1", RUNS),
    "pipeline_1.pickle": ("pickle, protocol 0 or 1", RUNS),
    "pipeline_2.pickle": ("pickle, protocol 2", RUNS),
    "pipeline_5.pickle": ("pickle, protocol 5", RUNS),
    "pipeline_0.joblib": ("pickle of joblib, protocol 0 or 1", RUNS),
    "pipeline_4.joblib": ("pickle of joblib, protocol 4", RUNS),
    "pipeline.joblib.zlib": ("pickle of joblib, protocol 4, in zlib", RUNS),
    "pipeline.joblib.gzip": ("pickle of joblib, protocol 4, in gzip", RUNS),
    "pipeline.joblib.bz2": ("pickle of joblib, protocol 4, in bz2", RUNS),
    "pipeline.joblib.lzma": ("pickle of joblib, protocol 4, in lzma", RUNS),
    "pipeline.joblib.xz": ("pickle of joblib, protocol 4, in xz", RUNS),
    "arrays.joblib": ("pickle of joblib, protocol 4", DATA),
    "function.joblib": ("pickle, protocol 4", RUNS),
    "function.cloudpickle": ("pickle of cloudpickle, protocol 5", ALARM),
    "instance.cloudpickle": ("pickle of cloudpickle, protocol 5", ALARM),
    "array.npy": ("NumPy array", DATA),
    "objects.npy": ("NumPy array", DATA),
    "model.npy": ("NumPy array", RUNS),
    "arrays.npz": ("NumPy archive", DATA),
    "compressed.npz": ("NumPy archive", DATA),
    "tensors.safetensors": ("safetensors", DATA),
    "plain.h5": ("HDF5", DATA),
    "model.hkl": ("HDF5 of hickle", ALARM),
    "data.hkl": ("HDF5 of hickle", ALARM),
    "model.skops": ("skops file", RUNS),
    "model.onnx": ("ONNX model", DATA),
    "xgboost.json": ("XGBoost model in JSON", DATA),
    "xgboost.ubj": ("XGBoost model in binary JSON", DATA),
    "xgboost.pickle": ("pickle, protocol 4", RUNS),
    "lightgbm.txt": ("LightGBM model", DATA),
    "lightgbm.pickle": ("pickle, protocol 4", RUNS),
    "catboost.cbm": ("CatBoost model", DATA),
    "catboost.json": ("CatBoost model in JSON", DATA),
    "catboost.pickle": ("pickle, protocol 4", RUNS),
    "state.pt": ("PyTorch archive", DATA),
    "module.pt": ("PyTorch archive", RUNS),
    "legacy.pt": ("pickle of PyTorch before 1.6, protocol 2, 5 in a row", DATA),
    "script.pt": ("PyTorch archive", ALARM),
    "dense.keras": ("Keras model", DATA),
    "lambda.keras": ("Keras model", ALARM),
    "dense.h5": ("HDF5", DATA),
    "lambda.h5": ("HDF5", ALARM),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_is_known_by_its_content_and_not_by_its_suffix(real, tmp_path, name):
    renamed = shutil.copy(real / name, tmp_path / "renamed.txt")
    report = inspect(renamed)
    assert (report.kind, (str(report.verdict), report.alarming)) == KINDS[name], report.reasons
    assert not report.problems
    assert report.n_bytes == (real / name).stat().st_size
    json.dumps(report.as_dict())


@pytest.mark.parametrize(
    ("name", "library"),
    [
        ("pipeline_0.pickle", "scikit-learn"),
        ("pipeline.joblib.xz", "scikit-learn"),
        ("model.skops", "scikit-learn"),
        ("model.hkl", "scikit-learn"),
        ("model.skops", "skops"),
        ("catboost.cbm", "catboost"),
        ("xgboost.json", "xgboost"),
        ("dense.keras", "keras"),
        ("model.onnx", "skl2onnx"),
    ],
)
def test_the_recorded_version_is_that_of_the_library(real, name, library):
    from importlib.metadata import version

    found = inspect(real / name).versions
    if library == "skl2onnx":
        assert found["onnx producer"] == library
        library, found = "skl2onnx", {"skl2onnx": found["onnx producer version"]}
    assert version(library).startswith(found[library])  # catboost and skl2onnx may leave out a last zero


def test_what_follows_from_the_way_of_writing_is_told_as_a_version(real):
    assert inspect(real / "pipeline_4.joblib").versions["joblib"] == "1.2 or newer"
    assert inspect(real / "pipeline_4.pickle").versions["numpy"] == "2.0 or newer"
    assert inspect(real / "state.pt").versions["PyTorch archive"] == "3"
    assert inspect(real / "lightgbm.txt").versions["lightgbm format"] == "v4"


def test_bytecode_by_value_tells_its_python(real):
    import sys

    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for name in ("function.cloudpickle", "instance.cloudpickle"):
        assert here in inspect(real / name).versions["python bytecode"]


def test_estimators_are_told_with_hyperparameters_and_fitted_attributes(real):
    pipeline, scaler, model = inspect(real / "pipeline_4.joblib").estimators
    assert pipeline.name == "sklearn.pipeline.Pipeline"
    assert scaler.where == ".steps[0][1]"
    assert model.hyperparameters["max_iter"] == "500"
    assert model.fitted["coef_"] == "array <f8 3 x 4"
    assert model.fitted["classes_"] == "array <i8 3"


def test_rows_and_words_of_the_training_data_are_told(real):
    (rows,) = inspect(real / "svc.joblib").training_rows
    assert rows.startswith(".support_vectors_: the training rows")
    (words,) = inspect(real / "words.joblib").training_rows
    assert "vocabulary_: words of the training texts" in words
    assert inspect(real / "pipeline_4.joblib").training_rows == []


def test_tensors_of_pytorch_are_told_with_their_size(real):
    assert {(array.dtype, array.shape, array.n_bytes) for array in inspect(real / "state.pt").arrays} == {
        ("<f4", (3, 4), 48),
        ("<f4", (3,), 12),
    }
    assert [array.n_bytes for array in inspect(real / "legacy.pt").arrays] == [2560]


def test_arrays_of_formats_without_pickle_are_told(real):
    found = {array.where: array.shape for array in inspect(real / "tensors.safetensors").arrays}
    assert found == {"a": (3, 3), "b": (4,)}
    assert {array.n_bytes for array in inspect(real / "arrays.npz").arrays} == {4800, 1200}


def test_inputs_outputs_and_operators_of_an_onnx_model_are_told(real):
    report = inspect(real / "model.onnx")
    assert "input: X" in report.notes
    assert any(note.startswith("output: ") for note in report.notes)
    assert any(key.startswith("opset ai.onnx") for key in report.versions)


@pytest.mark.parametrize(
    ("path", "problems"), [(b"weights.bin", 0), (b"../secret.bin", 1), (b"/etc/passwd", 1)]
)
def test_tensors_outside_an_onnx_file_are_told_and_escapes_are_a_problem(saved, path, problems):
    entry = b"\x0a\x08location\x12" + bytes([len(path)]) + path
    tensor = b"\x6a" + bytes([len(entry)]) + entry
    graph = b"\x2a" + bytes([len(tensor)]) + tensor
    model = b"\x08\x0a\x3a" + bytes([len(graph)]) + graph + b"\x42\x02\x10\x09"
    report = inspect(saved(model))
    assert len(report.problems) == problems
    assert any(path.decode() in text for text in report.notes + report.problems)


def test_custom_operators_of_an_onnx_model_are_told(saved):
    model = b"\x08\x0a\x3a\x00\x42\x0a\x0a\x06my.ops\x10\x01"
    assert any("my.ops" in note for note in inspect(saved(model)).notes)


def test_classes_that_keras_must_import_are_named(saved):
    layer = {"module": "my_layers", "class_name": "Mine", "registered_name": "mine>Mine"}
    config = {"module": "keras", "class_name": "Sequential", "config": {"layers": [layer]}}
    report = inspect(saved(json.dumps(config).encode()))
    assert [(name.module, name.name) for name in report.globals] == [("my_layers", "Mine")]
    assert report.alarming


def test_a_safetensors_header_that_points_outside_the_file_is_a_problem(saved):
    header = json.dumps({"w": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}).encode()
    assert inspect(saved(struct.pack("<Q", len(header)) + header + bytes(36))).verdict == "data only"
    assert inspect(saved(struct.pack("<Q", len(header)) + header + bytes(35))).verdict == "cannot tell"
    assert inspect(saved(struct.pack("<Q", 1 << 30) + header)).verdict == "cannot tell"


def test_wrappings_are_told_outermost_first(real, saved):
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
        archive.write(real / "pipeline_4.joblib", "model.joblib")
    report = inspect(saved(gzip.compress(stream.getvalue())))
    assert report.layers[:2] == ["gzip", "zip archive"]
    assert report.layers[2].startswith("model.joblib: pickle")
    assert report.kind == "zip archive, in gzip"
    assert report.members == [("model.joblib", (real / "pipeline_4.joblib").stat().st_size)]
    assert report.versions["scikit-learn"]


def test_a_file_with_two_meanings_is_named(payloads):
    report = inspect(payloads.paths["pickle before a zip"])
    assert "and a zip archive" in report.kind
    assert any("readers differ" in note for note in report.notes)


def test_program_code_in_an_archive_is_named(saved):
    with zipfile.ZipFile(stream := io.BytesIO(), "w") as archive:
        archive.writestr("pkg/extern.py", "import os\n")
    report = inspect(saved(stream.getvalue()))
    assert report.alarming
    assert "pkg/extern.py" in report.reasons[0]


@pytest.mark.parametrize(
    "content", [b"some words\n", b"\x00\x01\x02", b"7z\xbc\xaf\x27\x1c", b"(\xb5/\xfdx", b"\x08\x01\x12\x00"]
)
def test_what_is_not_known_is_never_called_clean(saved, content):
    report = inspect(saved(content))
    assert report.verdict == "cannot tell"
    assert report.alarming


def test_lz4_is_read_where_its_package_is_installed_and_else_named(saved, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "lz4", None)
    monkeypatch.setitem(sys.modules, "lz4.frame", None)
    (problem,) = inspect(saved(b"\x04\x22M\x18" + bytes(20))).problems
    assert "pip install lz4" in problem

    class Stored:  # what lz4.frame offers, for a frame whose bytes are kept as they are
        eof, needs_input, unused_data = False, True, b""

        def decompress(self, data, n):
            self.eof = True
            return data[4:]

    module = type(sys)("lz4.frame")
    module.LZ4FrameDecompressor = Stored
    monkeypatch.setitem(sys.modules, "lz4.frame", module)
    report = inspect(saved(b"\x04\x22M\x18\x80\x02N."))
    assert (report.kind, str(report.verdict)) == ("pickle, protocol 2, in lz4", "data only")


def test_a_file_of_an_older_joblib_with_arrays_in_other_files_is_known(saved):
    code = b"cjoblib.numpy_pickle\nNDArrayWrapper\n)\x81}Vfilename\nVmodel_01.npy\nsb."
    report = inspect(saved(b"\x80\x02" + code))
    assert (str(report.verdict), report.alarming) == RUNS


def test_npy_with_a_wrong_size_is_a_problem(saved):
    np.save(stream := io.BytesIO(), np.arange(9.0))
    assert inspect(saved(stream.getvalue()[:-8])).verdict == "cannot tell"
    assert inspect(saved(stream.getvalue() + b"x")).verdict == "cannot tell"


def test_bytes_behind_a_pickle_are_told(saved):
    report = inspect(saved(b"\x80\x04N." + b"\x00" * 100))
    assert report.verdict == "data only"
    assert "100 bytes lie behind" in report.notes[0]


def test_compressed_joblib_arrays_are_counted(tmp_path):
    joblib.dump(np.zeros(500_000), tmp_path / "zeros", compress=9)
    (array,) = inspect(tmp_path / "zeros").arrays
    assert array.n_bytes == 4_000_000
