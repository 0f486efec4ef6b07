"""CatBoost's own file: the hyper-parameters come back with the trees, and damage is seen first."""

import io

import catboost
import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from rehydrate import formats
from rehydrate.errors import CannotHold, DamagedFile, ForeignFile, FutureFile
from rehydrate.formats._native import NOTE

FMT = formats.get("catboost")
X = np.random.default_rng(0).normal(size=(120, 4))
NUMBERS = X[:, 0] + X[:, 1]
LABELS = np.array(["high", "low", "middle"])[np.digitize(NUMBERS, [-0.5, 0.5])]
SEEN = "sha256|is missing"  # in the words of this package, so before the library saw anything
SMALL = {"iterations": 4, "depth": 3, "thread_count": 1, "verbose": 0, "allow_writing_files": False}
READ = """
import json, sys, numpy as np
from rehydrate import formats
X = np.random.default_rng(0).normal(size=(120, 4))
model = formats.get("catboost").load(sys.argv[1])
answers = [model.predict(X).tolist(), model.predict_proba(X).tolist()]
print(json.dumps([type(model).__name__, model.classes_.tolist(), *answers, model.get_params()]))
"""


@pytest.fixture(scope="module")
def classifier():
    return catboost.CatBoostClassifier(**SMALL, random_seed=1).fit(X, LABELS)


@pytest.fixture
def path(classifier, tmp_path):
    return FMT.dump(classifier, tmp_path / "a.cbm")


def test_a_classifier_of_words_comes_back_whole_in_a_fresh_process(classifier, path, elsewhere):
    answers = [classifier.predict(X).tolist(), classifier.predict_proba(X).tolist()]
    expected = ["CatBoostClassifier", ["high", "low", "middle"], *answers, classifier.get_params()]
    assert elsewhere(READ, path) == expected


def test_a_loaded_model_can_be_cloned_and_fitted_again(classifier, path):
    again = clone(FMT.load(path)).fit(X, LABELS)
    assert np.array_equal(again.predict_proba(X), classifier.predict_proba(X))


def test_text_categories_and_their_statistics_come_back(tmp_path):
    table = pd.DataFrame(
        {"town": np.array(["a", "b", "c"])[np.digitize(X[:, 3], [-0.5, 0.5])], "size": X[:, 2]}
    )
    model = catboost.CatBoostRegressor(**SMALL, cat_features=["town"], one_hot_max_size=1).fit(table, NUMBERS)
    path = FMT.dump(model, tmp_path / "a.cbm")
    loaded = FMT.load(path)
    assert np.array_equal(loaded.predict(table), model.predict(table))
    assert loaded.feature_names_ == ["town", "size"]
    for n in (200, path.stat().st_size // 2, path.stat().st_size - 1):
        with pytest.raises(DamagedFile):
            FMT.load(io.BytesIO(path.read_bytes()[:n]))


def test_the_note_is_neither_in_the_model_that_was_saved_nor_in_the_one_loaded(classifier, path):
    assert NOTE not in dict(classifier.get_metadata())
    assert NOTE not in dict(FMT.load(path).get_metadata())
    assert NOTE.encode() in path.read_bytes()


def test_a_file_by_catboost_itself_is_read_as_a_bare_model(classifier, path, tmp_path):
    classifier.save_model(tmp_path / "b.cbm")
    bare = FMT.load(tmp_path / "b.cbm")
    assert type(bare) is catboost.CatBoost
    assert np.array_equal(bare.predict(X, "Probability"), classifier.predict_proba(X))
    alone = catboost.CatBoostClassifier()
    assert np.array_equal(alone.load_model(path).predict(X), classifier.predict(X))  # and it reads ours


class OwnMetric:
    """A metric in Python, which is code."""

    def is_max_optimal(self):
        return True

    def evaluate(self, guesses, truth, weights):
        return 1.0, 1.0

    def get_final_error(self, error, weight):
        return error


@pytest.mark.filterwarnings("ignore:Failed to import numba:UserWarning")
def test_code_among_the_parameters_is_refused_by_name(tmp_path):
    model = catboost.CatBoostRegressor(**SMALL, eval_metric=OwnMetric()).fit(X, NUMBERS)
    with pytest.raises(CannotHold, match="its eval_metric is a OwnMetric"):
        FMT.dump(model, tmp_path / "a.cbm")
    assert not list(tmp_path.iterdir())


def test_what_is_no_fitted_model_of_the_library_is_refused(tmp_path):
    class Derived(catboost.CatBoostRegressor):
        pass

    for model, word in (
        (Derived(**SMALL).fit(X, NUMBERS), "Derived"),
        (catboost.CatBoost(), "train"),
        (3, "int"),
    ):
        with pytest.raises(CannotHold, match=word):
            FMT.dump(model, tmp_path / "a.cbm")


def test_damage_is_noticed_before_catboost_reads_a_byte(path):
    whole = path.read_bytes()
    for n in range(16, len(whole), len(whole) // 60):
        changed = bytearray(whole)
        changed[n] ^= 1
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(changed))
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(whole[:n]))


def test_a_file_by_catboost_itself_that_was_cut_is_refused_before_catboost_reads_it(classifier, tmp_path):
    classifier.save_model(tmp_path / "b.cbm")
    whole = (tmp_path / "b.cbm").read_bytes()
    for n in (20, len(whole) // 2, len(whole) - 30, len(whole) - 1):
        with pytest.raises(DamagedFile, match=SEEN):
            FMT.load(io.BytesIO(whole[:n]))


@pytest.mark.parametrize("content", [b"\x80\x05N.", b"{}", b"PK\x03\x04" + bytes(60), b"CBM"])
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))


def test_a_file_of_a_newer_catboost_is_said_to_be_one(classifier, tmp_path):
    classifier.save_model(tmp_path / "b.cbm")
    whole = (tmp_path / "b.cbm").read_bytes()
    with pytest.raises(FutureFile, match="9"):
        FMT.load(io.BytesIO(whole.replace(b"Model_v1", b"Model_v9", 1)))
