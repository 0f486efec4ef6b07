"""TensorFlow checkpoint: every value finds its variable, or nothing is touched and all is said."""

import io
import json
import zipfile

import keras
import numpy as np
import pytest
import tensorflow as tf

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, FutureFile

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
FMT = formats.get("tensorflow_checkpoint")
READ = """
import json, sys, tensorflow as tf
from rehydrate import formats
line, step = tf.Module(), tf.Variable(0)
line.slope, line.offset = tf.Variable([0.0, 0.0], dtype=tf.float64), tf.Variable(0.0)
saved = formats.get("tensorflow_checkpoint").load(sys.argv[1])
saved.restore_into(tf.train.Checkpoint(line=line, step=step))
print(json.dumps([line.slope.numpy().tolist(), float(line.offset), int(step)]))
"""


def line(slope, width=2):
    made = tf.Module()
    made.slope = tf.Variable([slope] * width, dtype=tf.float64)
    made.offset = tf.Variable(1.5)
    return made


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    checkpoint = tf.train.Checkpoint(line=line(0.1), step=tf.Variable(7))
    return FMT.dump(checkpoint, tmp_path_factory.mktemp("tensorflow") / "a.tfckpt")


def test_every_value_finds_its_variable_in_a_fresh_process(path, elsewhere):
    assert elsewhere(READ, path) == [[0.1, 0.1], 1.5, 7]


def test_the_values_can_be_read_by_name_without_any_object(path):
    arrays = FMT.load(path).arrays
    assert list(arrays) == ["line/offset", "line/slope", "step"]
    assert arrays["line/slope"].dtype == np.float64
    assert arrays["line/slope"].tolist() == [0.1, 0.1]


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (lambda: {"line": line(0.0)}, r"1 left over \(step\)"),
        (lambda: {"line": line(0.0), "step": tf.Variable(0), "more": tf.Variable(0)}, r"1 missing \(more\)"),
        (lambda: {"net": line(0.0), "step": tf.Variable(0)}, r"2 missing \(net/offset.*2 left over \(line/"),
        (lambda: {"line": line(0.0, width=3), "step": tf.Variable(0)}, r"another shape \(line/slope\)"),
        (dict, "3 left over"),
    ],
)
def test_a_structure_that_does_not_fit_is_told_and_nothing_is_touched(path, parts, word):
    parts = parts()
    with pytest.raises(CannotLoad, match=word):
        FMT.load(path).restore_into(tf.train.Checkpoint(**parts))
    for name in ("line", "net"):
        assert name not in parts or not parts[name].slope.numpy().any()


def test_tensorflow_alone_says_nothing_of_what_it_did_not_find(tmp_path):
    prefix = tf.train.Checkpoint(line=line(0.1)).write(f"{tmp_path}/a")
    target = line(0.0)
    tf.train.Checkpoint(net=target).restore(prefix)  # the mistake that restore_into does not let pass
    assert not target.slope.numpy().any()


def test_a_model_and_its_optimizer_go_on_training_the_same(tmp_path):
    X = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")

    def compiled():
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        model.compile("adam", "mse")
        return model

    model, again = compiled(), compiled()
    model.train_on_batch(X, X[:, :1])
    saved = FMT.load(FMT.dump(tf.train.Checkpoint(model=model), tmp_path / "a.tfckpt"))
    with pytest.raises(CannotLoad, match="(?s)left over.*optimizer.build"):
        saved.restore_into(tf.train.Checkpoint(model=again))  # its optimizer has no variables yet
    again.optimizer.build(again.trainable_variables)
    saved.restore_into(tf.train.Checkpoint(model=again))
    for each in (model, again):
        each.train_on_batch(X, X[:, :1])
    assert np.array_equal(model.predict_on_batch(X), again.predict_on_batch(X))


def test_a_module_can_be_kept_without_a_checkpoint_around_it(tmp_path):
    target = line(0.0)
    FMT.load(FMT.dump(line(0.1), tmp_path / "a.tfckpt")).restore_into(target)
    assert target.slope.numpy().tolist() == [0.1, 0.1]


def test_what_tensorflow_does_not_track_is_refused(tmp_path):
    with pytest.raises(CannotHold, match="track"):
        FMT.dump({"a": 1}, tmp_path / "a.tfckpt")


def test_a_store_chooses_this_format_for_what_pickle_refuses_only():
    assert formats.choose(tf.train.Checkpoint()).name == "tensorflow_checkpoint"
    assert formats.choose(line(0.1)).name == "pickle"


def test_a_changed_or_cut_file_is_refused(path):
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        data = next(info for info in archive.infolist() if "data" in info.filename)
    for n in [*range(70, len(whole), len(whole) // 12), data.header_offset + 90]:
        with pytest.raises(DamagedFile):
            FMT.load(io.BytesIO(whole[:n]))
    changed = bytearray(whole)
    changed[whole.find(np.float64(0.1).tobytes())] ^= 1
    with pytest.raises(DamagedFile, match="CRC"):
        FMT.load(io.BytesIO(changed))


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made


def test_a_member_that_would_leave_the_folder_is_left_alone(path, tmp_path, monkeypatch):
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    (tmp_path / "deep").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "deep"))
    saved = FMT.load(
        zipped(**members, **{"../evil": b"!", "../../evil": b"!", "variables.index/../evil": b"!"})
    )
    assert sorted(saved.files) == ["variables.data-00000-of-00001", "variables.index"]
    assert [each.name for each in tmp_path.rglob("*")] == ["deep"]


def test_a_file_of_a_newer_version_is_said_to_be_one():
    with pytest.raises(FutureFile, match="version 2"):
        FMT.load(zipped(**{"tensorflow_checkpoint.json": json.dumps({"version": 2})}))


def test_a_zip_without_the_values_is_refused():
    with pytest.raises(DamagedFile):
        FMT.load(zipped(**{"tensorflow_checkpoint.json": json.dumps({"version": 1})}))


@pytest.mark.parametrize("content", [b"\x80\x05N.", b"PK\x03\x04" + bytes(60), b"hello"])
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))
