"""LightGBM's own text: the wrapper comes back with the trees, and no tree is lost in silence."""

import io

import lightgbm
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from rehydrate import formats
from rehydrate.errors import CannotHold, DamagedFile, ForeignFile, FutureFile

FMT = formats.get("lightgbm")
X = np.random.default_rng(0).normal(size=(120, 4))
NUMBERS = X[:, 0] + X[:, 1]
LABELS = np.array(["high", "low", "middle"])[np.digitize(NUMBERS, [-0.5, 0.5])]
SEEN = "sha256|is missing"  # in the words of this package, so before the library saw anything
SMALL = {"n_estimators": 4, "num_leaves": 5, "n_jobs": 1, "verbose": -1}
READ = """
import json, sys, numpy as np
from rehydrate import formats
X = np.random.default_rng(0).normal(size=(120, 4))
model = formats.get("lightgbm").load(sys.argv[1])
answers = [model.predict(X).tolist(), model.predict_proba(X).tolist()]
print(json.dumps([type(model).__name__, model.classes_.tolist(), *answers, model.get_params()]))
"""


@pytest.fixture(scope="module")
def classifier():
    return lightgbm.LGBMClassifier(**SMALL, class_weight={"low": 2.0, "middle": 1, "high": 1}).fit(X, LABELS)


@pytest.fixture
def path(classifier, tmp_path):
    return FMT.dump(classifier, tmp_path / "a.txt")


def test_a_classifier_of_words_comes_back_whole_in_a_fresh_process(classifier, path, elsewhere):
    answers = [classifier.predict(X).tolist(), classifier.predict_proba(X).tolist()]
    expected = ["LGBMClassifier", ["high", "low", "middle"], *answers, classifier.get_params()]
    assert elsewhere(READ, path) == expected


def test_a_loaded_model_can_be_cloned_and_fitted_again(classifier, path):
    again = clone(FMT.load(path)).fit(X, LABELS)
    assert np.array_equal(again.predict_proba(X), classifier.predict_proba(X))


@pytest.mark.parametrize(
    "labels", [np.array([3, 7]), np.array([False, True]), np.array(["a", "b"], dtype=object)]
)
def test_classes_keep_their_type(labels, tmp_path):
    model = lightgbm.LGBMClassifier(**SMALL).fit(X, labels[(NUMBERS > 0).astype(int)])
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.txt"))
    assert loaded.classes_.dtype == model.classes_.dtype
    assert np.array_equal(loaded.predict(X), model.predict(X))


def test_what_early_stopping_found_comes_back(tmp_path):
    model = lightgbm.LGBMRegressor(**SMALL | {"n_estimators": 80, "learning_rate": 0.5})
    stop = lightgbm.early_stopping(2, verbose=False)
    model.fit(X[:60], NUMBERS[:60], eval_X=X[60:], eval_y=NUMBERS[60:], callbacks=[stop])
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.txt"))
    assert 0 < loaded.best_iteration_ == model.best_iteration_ < 80
    assert loaded.best_score_ == model.best_score_
    assert loaded.evals_result_ == model.evals_result_
    assert np.array_equal(loaded.predict(X), model.predict(X))


def test_a_booster_keeps_also_the_trees_after_its_best_one(tmp_path):
    train = lightgbm.Dataset(X[:60], NUMBERS[:60])
    booster = lightgbm.train(
        {"objective": "regression", "verbose": -1, "num_threads": 1, "num_leaves": 5, "learning_rate": 0.5},
        train,
        80,
        valid_sets=[lightgbm.Dataset(X[60:], NUMBERS[60:], reference=train)],
        callbacks=[lightgbm.early_stopping(2, verbose=False)],
        keep_training_booster=True,
    )
    loaded = FMT.load(FMT.dump(booster, tmp_path / "a.txt"))
    assert 0 < loaded.best_iteration == booster.best_iteration < loaded.num_trees() == booster.num_trees()
    assert np.array_equal(loaded.predict(X), booster.predict(X))


def test_the_categories_of_a_table_come_back(tmp_path):
    table = pd.DataFrame({"colour": pd.Categorical(np.where(NUMBERS > 0, "red", "blue")), "size": X[:, 2]})
    model = lightgbm.LGBMRegressor(**SMALL).fit(table, NUMBERS)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.txt"))
    other_order = table.assign(colour=table["colour"].cat.reorder_categories(["red", "blue"]))
    assert np.array_equal(loaded.predict(other_order), model.predict(table))
    assert loaded.feature_name_ == ["colour", "size"]


def test_lightgbm_itself_reads_the_file_and_passes_the_note_by(classifier, path):
    alone = lightgbm.Booster(model_file=path)
    assert np.array_equal(alone.predict(X), classifier.predict_proba(X))


def test_a_file_by_lightgbm_itself_is_read_as_a_booster(classifier, tmp_path):
    classifier.booster_.save_model(tmp_path / "a.txt")
    loaded = FMT.load(tmp_path / "a.txt")
    assert type(loaded) is lightgbm.Booster
    assert np.array_equal(loaded.predict(X), classifier.predict_proba(X))


def own_objective(truth, guess):
    return guess - truth, np.ones_like(guess)


def test_code_among_the_parameters_is_refused_by_name(tmp_path):
    model = lightgbm.LGBMRegressor(**SMALL, objective=own_objective).fit(X, NUMBERS)
    with pytest.raises(CannotHold, match="its objective is a function"):
        FMT.dump(model, tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())


def test_what_is_no_fitted_model_of_the_library_is_refused(tmp_path):
    class Derived(lightgbm.LGBMRegressor):
        pass

    for model, word in (
        (Derived(**SMALL).fit(X, NUMBERS), "Derived"),
        (lightgbm.LGBMRegressor(), "fit"),
        (3, "int"),
    ):
        with pytest.raises(CannotHold, match=word):
            FMT.dump(model, tmp_path / "a.txt")


def test_damage_is_noticed_before_lightgbm_reads_a_byte(path):
    whole = path.read_bytes()
    for n in range(16, len(whole), len(whole) // 60):
        changed = bytearray(whole)
        changed[n] ^= 1
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(changed))
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(whole[:n]))


def test_a_file_by_lightgbm_itself_never_loads_with_fewer_trees_or_categories(classifier):
    whole = classifier.booster_.model_to_string().encode()
    for n in [*range(16, whole.index(b"\nend of parameters"), 50), len(whole) - 1, len(whole) - 6]:
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(whole[:n]))


@pytest.mark.parametrize("content", [b"\x80\x05N.", b"tree", b"PK\x03\x04" + bytes(60), b"CBM1" + bytes(60)])
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))


def test_a_file_of_a_newer_lightgbm_is_said_to_be_one(classifier):
    whole = classifier.booster_.model_to_string().encode()
    with pytest.raises(FutureFile, match="9"):
        FMT.load(io.BytesIO(whole.replace(b"version=v4", b"version=v9", 1)))
