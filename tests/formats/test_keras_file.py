"""Keras's archive: architecture, weights and optimizer come back; code does not."""

import io
import zipfile

import keras
import numpy as np
import pytest

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, FutureFile, UntrustedFile

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
FMT = formats.get("keras")
X = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
Y = X.sum(axis=1, keepdims=True)
READ = """
import json, sys, numpy as np
from rehydrate import formats
X = np.random.default_rng(0).normal(size=(8, 3)).astype("float32")
model = formats.get("keras").load(sys.argv[1])
answers = [model.predict_on_batch(X).tolist()]
for _ in range(2):
    model.train_on_batch(X, X.sum(axis=1, keepdims=True))
print(json.dumps([*answers, model.predict_on_batch(X).tolist()]))
"""


def built(*layers, optimizer="adam"):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), *layers, keras.layers.Dense(1)])
    model.compile(optimizer, "mse")
    return model


def trained(model, steps=2):
    for _ in range(steps):
        model.train_on_batch(X, Y)
    return model.predict_on_batch(X)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return a model after two steps of training, and its file."""
    model = built(keras.layers.BatchNormalization())
    trained(model)
    return model, FMT.dump(model, tmp_path_factory.mktemp("keras") / "a.keras")


def test_a_model_predicts_and_goes_on_training_the_same_in_a_fresh_process(saved, elsewhere):
    model, path = saved
    before = model.predict_on_batch(X)
    assert elsewhere(READ, path) == [before.tolist(), trained(model).tolist()]


def test_training_that_goes_on_with_dropout_takes_another_course(tmp_path):
    model = built(keras.layers.Dropout(0.5, seed=1))
    trained(model)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.keras"))
    assert np.array_equal(loaded.predict_on_batch(X), model.predict_on_batch(X))
    assert not np.array_equal(trained(loaded), trained(model))  # as FORMAT.loses says


@pytest.mark.parametrize("optimizer", ["adam", None])
def test_a_model_that_never_took_a_step_comes_back_without_a_warning(optimizer, tmp_path):
    model = built()
    if optimizer is None:
        model = keras.models.clone_model(model)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.keras"))
    assert np.array_equal(loaded.predict_on_batch(X), model.predict_on_batch(X))


def test_a_lambda_is_refused_when_saving_and_never_runs_when_loading(tmp_path):
    marker, path = tmp_path / "marker", tmp_path / "a.keras"
    model = built(keras.layers.Lambda(lambda x, name=str(marker): (open(name, "w").close(), x)[1]))
    with pytest.raises(CannotHold, match="(?s)lambda.*call"):
        FMT.dump(model, path)
    assert not path.exists()
    model.save(path)
    marker.unlink()  # building the model has run it
    with pytest.raises(UntrustedFile, match="lambda"):
        FMT.load(path)
    assert not marker.exists()


class Doubled(keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs


def own_loss(truth, guess):
    return keras.ops.mean((truth - guess) ** 2)


def test_a_class_that_is_not_registered_is_refused_before_someone_relies_on_the_file(tmp_path):
    with pytest.raises(CannotHold, match="(?s)'Doubled'.*register"):
        FMT.dump(built(Doubled()), tmp_path / "a.keras")
    model = built()
    model.compile("sgd", own_loss)
    with pytest.raises(CannotHold, match="own_loss"):
        FMT.dump(model, tmp_path / "a.keras")
    assert not list(tmp_path.iterdir())


def test_a_registered_class_comes_back_where_it_is_registered_and_nowhere_else(tmp_path, monkeypatch):
    known = keras.saving.get_custom_objects()
    monkeypatch.setitem(known, "Tests>Doubled", Doubled)
    monkeypatch.setitem(keras.src.saving.object_registration.GLOBAL_CUSTOM_NAMES, Doubled, "Tests>Doubled")
    model = built(Doubled())
    path = FMT.dump(model, tmp_path / "a.keras")
    assert np.array_equal(FMT.load(path).predict_on_batch(X), model.predict_on_batch(X))
    monkeypatch.delitem(known, "Tests>Doubled")
    with pytest.raises(CannotLoad, match="(?s)'Doubled'.*register"):
        FMT.load(path)


def test_what_is_no_built_model_is_refused(tmp_path):
    for model, word in ((keras.Sequential([keras.layers.Dense(1)]), "no weights"), (3, "no Keras model")):
        with pytest.raises(CannotHold, match=word):
            FMT.dump(model, tmp_path / "a.keras")


def test_a_store_chooses_this_format_for_a_keras_model(saved):
    assert formats.choose(saved[0]).name == "keras"


def test_a_changed_or_cut_file_is_refused(saved):
    whole = saved[1].read_bytes()
    for n in range(300, len(whole), len(whole) // 12):
        changed = bytearray(whole)
        changed[n] ^= 1
        for content in (changed, whole[:n]):
            with pytest.raises(DamagedFile):
                FMT.load(io.BytesIO(content))


@pytest.mark.parametrize(
    "content", [b"\x80\x05N.", b"PK\x03\x04" + bytes(60), b"\x89HDF\r\n\x1a\n" + bytes(60)]
)
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))


def test_a_file_of_a_newer_keras_that_cannot_be_rebuilt_is_said_to_be_one(saved):
    made = io.BytesIO()
    with zipfile.ZipFile(saved[1]) as old, zipfile.ZipFile(made, "w") as new:
        new.writestr("metadata.json", '{"keras_version": "99.0.0"}')
        new.writestr("config.json", old.read("config.json").replace(b'"Dense"', b'"DenseOfTheFuture"'))
        new.writestr("model.weights.h5", old.read("model.weights.h5"))
    with pytest.raises(FutureFile, match="Keras 99"):
        FMT.load(made)
