"""Linear models as data: bitwise, with their hyperparameters, and nothing in the file that could be code."""

import io
import json
import warnings
import zipfile

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import InconsistentVersionWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC, LinearSVC

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, UntrustedFile

FMT = formats.get("npz_linear")
X = np.random.default_rng(0).normal(size=(60, 4))
Y = np.digitize(X[:, 0], [-0.5, 0.5])
NAMES = np.array(["a", "b", "c"])[Y]
DOCUMENT = "npz_linear.json"


def changed(path, change):
    """Return a file with its document changed by a function, and its arrays as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == DOCUMENT:
                document = json.loads(content)
                change(document)
                content = json.dumps(document)
            new.writestr(entry.filename, content)
    out.seek(0)
    return out


@pytest.fixture
def path(tmp_path):
    return FMT.dump(LogisticRegression(C=0.25).fit(X, NAMES), tmp_path / "a.npz")


def test_everything_of_a_pipeline_comes_back_with_its_types(tmp_path):
    model = make_pipeline(
        SimpleImputer(strategy="median"),
        MinMaxScaler(feature_range=(-1, 2)),
        LogisticRegression(C=np.float64(0.3), class_weight={"a": 1.0, "b": 2, "c": 0.5}, random_state=3),
    ).fit(X, NAMES)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    assert repr(loaded) == repr(model)
    assert loaded[1].feature_range == (-1, 2) and type(loaded[1].feature_range) is tuple
    assert type(loaded[2].C) is np.float64 and loaded[2].class_weight == {"a": 1.0, "b": 2, "c": 0.5}
    assert loaded[0].statistics_.dtype == np.float64 and loaded[0]._fit_dtype == model[0]._fit_dtype
    assert loaded.classes_.dtype == model.classes_.dtype
    assert loaded[2].coef_.flags.f_contiguous == model[2].coef_.flags.f_contiguous
    assert np.array_equal(loaded.predict_proba(X), model.predict_proba(X))
    assert np.array_equal(loaded.fit(X, NAMES).predict_proba(X), model.predict_proba(X))


LABELS = {
    "numbers": Y,
    "words": NAMES,
    "truth": Y > 0,
    "objects": NAMES.astype(object),
    "bytes": Y.astype(np.int8),
    "floats": np.sign(Y - 0.5),
}


@pytest.mark.parametrize("case", LABELS)
def test_labels_of_every_type_come_back(tmp_path, case):
    model = LinearSVC().fit(X, LABELS[case])
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    assert loaded.classes_.dtype == model.classes_.dtype
    assert np.array_equal(loaded.predict(X), model.predict(X))


def test_column_names_and_the_type_of_the_numbers_come_back(tmp_path):
    frame = pd.DataFrame(X.astype(np.float32), columns=["a", "b", "c", "a long name"])
    model = make_pipeline(StandardScaler(), Ridge()).set_output(transform="pandas").fit(frame, X[:, 0])
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    assert loaded.feature_names_in_.tolist() == list(frame)
    assert loaded[:1].transform(frame).equals(model[:1].transform(frame))
    assert loaded.predict(frame).dtype == model.predict(frame).dtype


def test_learning_goes_on_as_if_it_had_not_stopped(tmp_path):
    model = SGDClassifier(average=True, random_state=0).partial_fit(X, Y, classes=[0, 1, 2])
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    for each in (model, loaded):
        each.partial_fit(X, Y)
    assert np.array_equal(loaded.coef_, model.coef_) and np.array_equal(loaded.intercept_, model.intercept_)


def test_the_same_model_gives_the_same_bytes(tmp_path):
    model = LogisticRegression().fit(X, Y)
    first = FMT.dump(model, tmp_path / "a.npz").read_bytes()
    assert first == FMT.dump(FMT.load(tmp_path / "a.npz"), tmp_path / "b.npz").read_bytes()


def test_the_file_can_be_read_without_this_package(path):
    with np.load(path, allow_pickle=False) as arrays:
        document = json.loads(arrays.zip.read(DOCUMENT))
        assert document["schema"] == 1 and document["model"]["model"][0] == "LogisticRegression"
        state = document["model"]["model"][1]
        assert state["C"] == 0.25 and arrays[str(state["coef_"]["array"])].shape == (3, 4)


class Own(LogisticRegression):
    """A class that only this test has."""


REFUSED = {
    "another class": (SVC().fit(X, Y), "no SVC"),
    "a derived class": (Own().fit(X, Y), "no Own"),
    "another class inside": (make_pipeline(StandardScaler(), SVC()).fit(X, Y), "no SVC"),
    "a cache": (Pipeline([("a", StandardScaler())], memory="cache"), "set_params"),
    "a generator": (LogisticRegression(random_state=np.random.RandomState(0)).fit(X, Y), "no RandomState"),
    "sparse": (LinearSVC().fit(X, Y).sparsify(), "no csr"),
    "no model": (3.5, "no float"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_place_is_refused_by_name(tmp_path, case):
    model, word = REFUSED[case]
    with pytest.raises(CannotHold, match=word):
        FMT.dump(model, tmp_path / "a.npz")
    assert not list(tmp_path.iterdir())


def in_state(**values):
    return lambda document: document["model"]["model"][1].update(values)


BAD = {
    "a class of no list": (lambda d: d.update(model={"model": ["system", {}]}), UntrustedFile, "'system'"),
    "a class of another list": (
        lambda d: d.update(model={"model": ["RandomForestClassifier", {}]}),
        UntrustedFile,
        "RandomForestClassifier",
    ),
    "a method": (in_state(predict=3), DamagedFile, "defines predict itself"),
    "the class": (in_state(__class__="x"), DamagedFile, "__class__"),
    "the state": (in_state(__dict__={"dict": []}), DamagedFile, "__dict__"),
    "a cache": (in_state(memory="folder"), DamagedFile, "memory names a folder"),
    "no such array": (in_state(coef_={"array": 99}), DamagedFile, "99.npy"),
    "a path": (in_state(coef_={"array": "../../x"}), DamagedFile, "x.npy"),
    "an unknown kind": (in_state(coef_={"code": "print()"}), DamagedFile, "KeyError"),
    "two kinds": (in_state(coef_={"dtype": "object", "array": 0}), DamagedFile, "unpack"),
    "a bare list": (in_state(coef_=[1, 2]), DamagedFile, "dictionary"),
    "text for a number": (in_state(coef_={"scalar": ["<f8", "text"]}), DamagedFile, "text"),
    "no schema": (lambda d: d.pop("schema"), DamagedFile, "schema"),
    "no document": (lambda d: d.clear(), DamagedFile, "schema"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_document_that_asks_for_more_than_data_is_refused(path, case):
    change, kind, word = BAD[case]
    FMT.load(changed(path, lambda document: None))
    with pytest.raises(kind, match=word):
        FMT.load(changed(path, change))


def test_a_document_without_end_is_refused(path):
    deep = b'{"schema": 1, "model": ' + b'{"list": [' * 100_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(DOCUMENT, deep)
    with pytest.raises(DamagedFile):
        FMT.load(out)


def test_an_archive_that_unpacks_to_more_than_itself_is_refused(path):
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr(DOCUMENT, old.read(DOCUMENT))
        new.writestr("0.npy", bytes(10_000_000))
    with pytest.raises(DamagedFile, match="never compresses"):
        FMT.load(out)


def test_an_array_that_says_it_is_larger_than_the_file_is_refused(path):
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (2**50,)})
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, header.getvalue() if entry.filename == "0.npy" else old.read(entry))
    with pytest.raises(CannotLoad, match="memory"):
        FMT.load(out)


def test_every_changed_byte_of_an_array_is_noticed(path):
    whole = path.read_bytes()
    start = whole.index(b"NUMPY")
    for at in range(start, start + 140, 5):
        spoiled = bytearray(whole)
        spoiled[at] ^= 4
        with pytest.raises(DamagedFile):
            FMT.load(io.BytesIO(spoiled))


def test_a_file_of_another_version_of_scikit_learn_warns_as_a_pickle_does(path):
    file = changed(path, in_state(_sklearn_version="1.8.0"))
    with pytest.warns(InconsistentVersionWarning, match=r"from version 1\.8\.0"):
        FMT.load(file)
    with warnings.catch_warnings():
        warnings.simplefilter("error", InconsistentVersionWarning)
        with pytest.raises(CannotLoad, match=r"1\.8\.0"):  # a version is no damage
            FMT.load(file)
