"""XGBoost's own file: the wrapper comes back with the trees, and damage is seen before XGBoost sees it."""

import io
import json

import numpy as np
import pandas as pd
import pytest
import xgboost
from sklearn.base import clone

from rehydrate import formats
from rehydrate.errors import CannotHold, DamagedFile, ForeignFile, FutureFile
from rehydrate.formats._native import NOTE

FMT = formats.get("xgboost")
X = np.random.default_rng(0).normal(size=(120, 4))
LABELS = np.digitize(X[:, 0] + X[:, 1], [-0.5, 0.5])
SEEN = "sha256|the version, is missing"  # in the words of this package, so before the library saw anything
SMALL = {"n_estimators": 4, "max_depth": 3, "learning_rate": 0.3, "n_jobs": 1}
READ = """
import json, sys, numpy as np
from rehydrate import formats
X = np.random.default_rng(0).normal(size=(120, 4))
model = formats.get("xgboost").load(sys.argv[1])
classes = model.classes_.tolist()
parameters = {key: value for key, value in model.get_params().items() if value == value}
print(json.dumps([type(model).__name__, classes, model.predict_proba(X).tolist(), parameters]))
"""


@pytest.fixture(scope="module")
def classifier():
    return xgboost.XGBClassifier(**SMALL).fit(X, LABELS)


@pytest.fixture
def path(classifier, tmp_path):
    return FMT.dump(classifier, tmp_path / "a.ubj")


def test_a_classifier_comes_back_whole_in_a_fresh_process(classifier, path, elsewhere):
    parameters = {key: value for key, value in classifier.get_params().items() if value == value}
    expected = ["XGBClassifier", [0, 1, 2], classifier.predict_proba(X).tolist(), parameters]
    assert elsewhere(READ, path) == expected


def test_the_library_alone_would_lose_the_parameters_of_the_wrapper(classifier, path):
    alone = xgboost.XGBClassifier()
    alone.load_model(path)
    assert alone.get_params()["max_depth"] is None  # what FORMAT.loses would have to say without the note
    assert clone(FMT.load(path)).fit(X, LABELS).predict(X).tolist() == classifier.predict(X).tolist()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("XGBRegressor", {}),
        ("XGBRFRegressor", {}),
        ("XGBRFClassifier", {}),
        ("XGBRegressor", {"booster": "gblinear"}),
        ("XGBRegressor", {"booster": "dart", "monotone_constraints": (1, 0, 0, 0)}),
    ],
)
def test_every_wrapper_comes_back_as_itself(kind, more, tmp_path):
    parameters = SMALL | more
    if kind.startswith("XGBRF"):
        del parameters["learning_rate"]
    if more.get("booster") == "gblinear":
        del parameters["max_depth"]
    model = getattr(xgboost, kind)(**parameters).fit(X, LABELS)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.ubj"))
    assert type(loaded) is type(model)
    assert np.array_equal(loaded.predict(X), model.predict(X))
    assert {name: loaded.get_params()[name] for name in parameters} == parameters


def test_early_stopping_and_the_names_of_columns_come_back(tmp_path):
    table = pd.DataFrame(X, columns=["age", "height", "weight", "shoe"])
    model = xgboost.XGBRegressor(**SMALL | {"n_estimators": 60, "early_stopping_rounds": 2})
    model.fit(table, LABELS, eval_set=[(table[::-1], LABELS)], verbose=False)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.ubj"))
    assert loaded.best_iteration == model.best_iteration < 59
    assert loaded.evals_result() == model.evals_result()
    assert np.array_equal(loaded.predict(table), model.predict(table))
    assert loaded.feature_names_in_.tolist() == ["age", "height", "weight", "shoe"]
    with pytest.raises(ValueError, match="feature_names mismatch"):
        loaded.predict(table[["height", "age", "weight", "shoe"]])


def test_the_categories_of_a_table_come_back(tmp_path):
    table = pd.DataFrame({"colour": pd.Categorical(np.where(X[:, 0] > 0, "red", "blue")), "size": X[:, 2]})
    model = xgboost.XGBRegressor(**SMALL, enable_categorical=True).fit(table, LABELS)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.ubj"))
    other_order = table.assign(colour=table["colour"].cat.reorder_categories(["red", "blue"]))
    assert np.array_equal(loaded.predict(other_order), model.predict(table))


def test_a_booster_comes_back_without_the_parameters_of_its_training(classifier, tmp_path):
    booster = classifier.get_booster()
    loaded = FMT.load(FMT.dump(booster, tmp_path / "a.ubj"))
    assert type(loaded) is xgboost.Booster
    assert np.array_equal(loaded.inplace_predict(X), booster.inplace_predict(X))

    def depth(each):
        trained = json.loads(each.save_config())["learner"]["gradient_booster"]
        return trained["tree_train_param"]["max_depth"]

    assert depth(booster) == "3" != depth(loaded)  # as FORMAT.loses says


def test_the_note_is_neither_in_the_model_that_was_saved_nor_in_the_one_loaded(classifier, path):
    assert classifier.get_booster().attributes() == {}
    assert FMT.load(path).get_booster().attributes() == {}
    assert NOTE.encode() in path.read_bytes()


@pytest.mark.parametrize("form", ["ubj", "json"])
def test_a_file_by_xgboost_itself_is_read_as_a_booster(classifier, form, tmp_path):
    classifier.save_model(tmp_path / f"a.{form}")
    loaded = FMT.load(tmp_path / f"a.{form}")
    assert np.array_equal(loaded.inplace_predict(X), classifier.get_booster().inplace_predict(X))


def own_objective(truth, guess):
    return guess - truth, np.ones_like(guess)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"objective": own_objective}, "objective is a function"),
        ({"callbacks": [xgboost.callback.EvaluationMonitor()]}, "callbacks is a EvaluationMonitor"),
        ({"random_state": np.random.RandomState(0)}, "random_state is a RandomState"),
    ],
)
def test_code_and_objects_among_the_parameters_are_refused_by_name(change, word, tmp_path):
    model = xgboost.XGBRegressor(**SMALL).fit(X, LABELS).set_params(**change)
    with pytest.raises(CannotHold, match=word):
        FMT.dump(model, tmp_path / "a.ubj")
    assert not list(tmp_path.iterdir())


def test_what_is_no_fitted_model_of_the_library_is_refused(tmp_path):
    class Derived(xgboost.XGBRegressor):
        pass

    for model, word in ((Derived().fit(X, LABELS), "Derived"), ({}, "dict"), (xgboost.XGBRegressor(), "fit")):
        with pytest.raises(CannotHold, match=word):
            FMT.dump(model, tmp_path / "a.ubj")


def test_damage_is_noticed_before_xgboost_reads_a_byte(path):
    whole = path.read_bytes()
    for n in range(24, len(whole), len(whole) // 60):
        changed = bytearray(whole)
        changed[n] ^= 1
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(changed))
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(whole[:n]))


def test_a_file_by_xgboost_itself_that_was_cut_is_refused_before_xgboost_reads_it(classifier):
    for form in ("ubj", "json"):
        whole = bytes(classifier.get_booster().save_raw(form))
        for n in (30, len(whole) // 3, len(whole) // 2, len(whole) - 8, len(whole) - 1):
            with pytest.raises(DamagedFile, match=SEEN):
                FMT.load(io.BytesIO(whole[:n]))


@pytest.mark.parametrize(
    "content", [b"\x80\x05N.", b'{"a": 1}', b"PK\x03\x04" + bytes(60), b"binf" + bytes(60)]
)
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))


def test_a_file_of_a_newer_xgboost_is_said_to_be_one(classifier):
    raw = bytes(classifier.get_booster().save_raw("ubj"))
    text = bytes(classifier.get_booster().save_raw("json"))
    major = int(xgboost.__version__.split(".")[0])
    assert raw[-7:-5] == b"i" + bytes([major])
    newer = raw[:-6] + bytes([99]) + raw[-5:]
    for content in (newer, text.replace(f'"version":[{major},'.encode(), b'"version":[99,')):
        with pytest.raises(FutureFile, match="99"):
            FMT.load(io.BytesIO(content))
