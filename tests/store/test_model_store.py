import os
import pickle
import sys

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from rehydrate import formats
from rehydrate.errors import CannotHold, ChecksumMismatch, NotInStore, StoreError, WrongUsage
from rehydrate.store import ModelStore, _digests

from .conftest import overwrite, python

LOAD = """
import sys
from rehydrate.store import ModelStore
model = ModelStore(sys.argv[1]).load("churn", "production")
print(model.predict([[1.0, 0.0, 0.0, 0.0], [-1.0, 0.0, 0.0, 0.0]]).tolist())
"""
LIGHT = """
import sys
import rehydrate.store
heavy = {"sklearn", "joblib", "numpy", "pandas", "typer", "rich", "obstore", "cryptography", "blake3"}
print(sorted(heavy & sys.modules.keys()))
"""


def test_versions_are_numbered_by_the_store_and_come_back(filled):
    assert filled.versions("churn") == [1, 2, 3]
    assert filled.latest("churn") == 3
    assert [filled.load("churn", version)["number"] for version in (1, 2, 3)] == [1, 2, 3]
    assert filled.load("churn") == filled.load("churn", "latest") == {"number": 3}


def test_another_process_loads_the_model_by_its_alias(store, model, tmp_path):
    store.save("churn", model, alias="production")
    assert python(LOAD, tmp_path / "models") == "[True, False]\n"


def test_importing_the_store_imports_no_heavy_library():
    assert python(LIGHT) == "[]\n"


def test_opening_a_store_and_looking_into_it_writes_nothing(tmp_path):
    store = ModelStore(tmp_path / "models")
    assert store.names() == store.versions("churn") == store.verify() == store.gc() == []
    assert store.aliases("churn") == {}
    assert store.history("churn", "production") == []
    for act in (store.latest, store.load, store.manifest):
        with pytest.raises(NotInStore, match="no version"):
            act("churn")
    assert list(tmp_path.iterdir()) == []


def test_models_are_kept_apart(filled):
    assert filled.save("price", {"number": 9}) == 1
    assert filled.names() == ["churn", "price"]
    assert filled.load("churn")["number"] == 3
    assert filled.load("price")["number"] == 9


def test_the_manifest_says_what_was_saved(store, model, X, tmp_path):
    lineage = {"data": "orders-2026-01", "parents": ["churn@7"]}
    store.save(
        "churn", model, metrics={"auc": np.float64(0.9)}, golden=X[:3], lineage=lineage, notes="summer"
    )
    found = store.manifest("churn")
    assert (found.name, found.version, found.format) == ("churn", 1, "pickle")
    assert found.model_class == "sklearn.pipeline.Pipeline"
    assert found.hyperparameters["logisticregression__C"] == 0.5
    assert found.metrics == {"auc": 0.9}
    assert found.lineage == lineage
    assert (found.notes, found.classes, found.training, found.checkpoint) == (
        "summer",
        [False, True],
        None,
        None,
    )
    assert found.payload.algorithm == "blake3"
    assert found.payload.size == (tmp_path / "models" / "churn" / found.payload.file).stat().st_size
    assert found.created.endswith("+00:00")


@pytest.mark.parametrize("digest", ["sha256", "blake3"])
def test_each_version_says_its_checksum_and_is_checked_by_it(tmp_path, digest):
    ModelStore(tmp_path, digest=digest, durable=False).save("churn", {"number": 1})
    other = ModelStore(tmp_path, digest="sha256" if digest == "blake3" else "blake3")
    assert other.manifest("churn").payload.algorithm == digest
    assert other.load("churn") == {"number": 1}


def test_the_format_may_be_chosen_by_name_or_made_to_measure(store, model):
    store.save("churn", model, format="joblib")
    store.save("churn", model, format=formats.get("joblib", compress=3))
    store.save("churn", model)
    sizes = [store.manifest("churn", version).payload.size for version in (1, 2)]
    assert sizes[1] < sizes[0]
    assert [store.manifest("churn", version).format for version in (1, 2, 3)] == [
        "joblib",
        "joblib",
        "pickle",
    ]
    assert store.manifest("churn", 1).payload.file.endswith(".joblib")
    for version in (1, 2, 3):
        assert store.load("churn", version).get_params()["logisticregression__C"] == 0.5


def test_an_unknown_format_is_refused_before_anything_is_written(store, tmp_path):
    with pytest.raises(WrongUsage, match="no format named 'nonsense'"):
        store.save("churn", {}, format="nonsense")
    assert list(tmp_path.iterdir()) == []


def test_hyperparameters_may_be_given_for_a_model_that_has_none_to_ask(store):
    store.save("churn", {"weights": [1.0]}, hyperparameters={"width": 64, "rate": float("nan")})
    assert store.manifest("churn").hyperparameters == {"width": 64, "rate": "nan"}


def test_a_changed_byte_is_noticed_before_loading(store, path_of, trap):
    data, marker = trap
    store.save("churn", {"number": 1}, alias="production")
    overwrite(path_of(store, "churn", 1), data)
    with pytest.raises(ChecksumMismatch) as caught:
        store.load("churn")
    assert not marker.exists()
    assert str(path_of(store, "churn", 1)) in caught.value.what
    assert "rehydrate store rollback churn production --store" in caught.value.fix
    pickle.loads(data)  # the trap would have worked
    assert marker.exists()


def test_any_changed_bit_and_any_cut_is_noticed(store, path_of):
    store.save("churn", {"weights": np.arange(50.0), "text": "abc"})
    path = path_of(store, "churn", 1)
    whole = path.read_bytes()
    path.chmod(0o644)
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        with pytest.raises(ChecksumMismatch, match=r"recorded blake3 \w{12}\.\., found \w{12}\.\."):
            store.load("churn")
    for length in (0, 1, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(ChecksumMismatch, match=f"recorded {len(whole)} bytes, found {length}"):
            store.load("churn")
    path.write_bytes(whole + b"\0")
    with pytest.raises(ChecksumMismatch):
        store.load("churn")


def test_the_bytes_that_are_checked_are_the_bytes_that_are_loaded(store, path_of, trap, monkeypatch):
    """Somebody puts another file in its place right after the check."""
    data, marker = trap
    store.save("churn", {"number": 1})
    path = path_of(store, "churn", 1)
    real = _digests.file_digest

    def and_then_swap(file, algorithm):
        found = real(file, algorithm)
        (path.parent / "evil").write_bytes(data)
        os.replace(path.parent / "evil", path)
        return found

    monkeypatch.setattr(_digests, "file_digest", and_then_swap)
    assert store.load("churn") == {"number": 1}
    assert not marker.exists()


@pytest.mark.parametrize("form", ["{digest}", "blake3:{digest}", "BLAKE3:{upper}"])
def test_a_pinned_digest_lets_its_own_model_through(filled, form):
    digest = filled.manifest("churn", 2).payload.digest
    pinned = form.format(digest=digest, upper=digest.upper())
    assert filled.load("churn", 2, digest=pinned) == {"number": 2}


def test_a_pinned_digest_refuses_another_model(filled):
    digest = filled.manifest("churn", 2).payload.digest
    for pinned in (digest, digest[:12], "sha256:" + digest):
        with pytest.raises(ChecksumMismatch, match="not the model that the caller expects"):
            filled.load("churn", 3, digest=pinned)


def test_large_arrays_are_used_from_the_file_and_writing_to_them_does_not_change_it(store, path_of):
    weights = np.random.default_rng(0).normal(size=300_000)
    store.save("churn", {"weights": weights})
    before = path_of(store, "churn", 1).read_bytes()
    for mapped in (True, False):
        loaded = store.load("churn", mapped=mapped)["weights"]
        np.testing.assert_array_equal(loaded, weights)
        loaded[:] = 0.0
    assert path_of(store, "churn", 1).read_bytes() == before


@pytest.mark.linux
def test_a_version_that_is_deleted_while_it_is_mapped_stays_whole(store):
    weights = np.random.default_rng(0).normal(size=300_000)
    store.save("churn", {"weights": weights})
    loaded = store.load("churn")["weights"]
    store.delete("churn", 1)
    np.testing.assert_array_equal(loaded, weights)


def test_state_of_training_is_kept_as_plain_data(store):
    store.save("churn", {}, training={"epoch": 3, "rng": np.arange(3), "best": np.float32(0.5)})
    assert store.manifest("churn").training == {"epoch": 3, "rng": [0, 1, 2], "best": 0.5}
    with pytest.raises(NotInStore, match="saved without a checkpoint"):
        store.checkpoint("churn")


@pytest.mark.parametrize("kind", [str, os.fspath, lambda path: path], ids=["str", "fspath", "Path"])
def test_a_checkpoint_is_copied_and_checked(store, tmp_path, path_of, kind):
    (tmp_path / "epoch-3.pt").write_bytes(b"optimizer and all")
    store.save("churn", {}, training=kind(tmp_path / "epoch-3.pt"))
    (tmp_path / "epoch-3.pt").unlink()
    assert store.checkpoint("churn", 1) == b"optimizer and all"
    assert store.manifest("churn").training is None
    overwrite(path_of(store, "churn", 1, "checkpoint"), b"optimizer and ALL")
    with pytest.raises(ChecksumMismatch):
        store.checkpoint("churn")


def test_a_checkpoint_that_is_not_there_is_told_and_nothing_is_saved(store, tmp_path):
    with pytest.raises(StoreError, match="No such file"):
        store.save("churn", {}, training=tmp_path / "nowhere.pt")
    assert store.names() == []


def test_golden_rows_are_predicted_again(store, model, X):
    store.save("churn", model, golden=X[:7])
    assert store.check_golden("churn") == {"predict": 0.0, "predict_proba": 0.0}


def test_a_model_that_predicts_something_else_is_found_by_its_golden_rows(store, X, monkeypatch):
    store.save("churn", LogisticRegression().fit(X, X[:, 0] > 0), golden=X)
    real = LogisticRegression.predict_proba
    monkeypatch.setattr(LogisticRegression, "predict_proba", lambda self, X: real(self, X) + 0.25)
    gaps = store.check_golden("churn", 1)
    assert gaps["predict"] == 0.0
    assert gaps["predict_proba"] == pytest.approx(0.25)


def test_without_golden_rows_one_is_told_how_to_have_them(filled):
    with pytest.raises(NotInStore, match=r"golden=X\[:20\]"):
        filled.check_golden("churn")


def test_golden_rows_that_cannot_be_predicted_stop_the_save(store, model, X):
    with pytest.raises(ValueError, match="features"):
        store.save("churn", model, golden=X[:3, :2])
    assert store.names() == []


def test_compare_lists_what_differs(store, model, X):
    store.save("churn", model, metrics={"auc": 0.9})
    other = LogisticRegression(C=7).fit(X, X[:, 0] > 0)
    store.save("churn", other, metrics={"auc": 0.95}, alias="production")
    found = store.compare("churn", 1, "production")
    assert found["metrics.auc"] == (0.9, 0.95)
    assert found["model_class"][1] == "sklearn.linear_model._logistic.LogisticRegression"
    assert found["hyperparameters.C"] == (None, 7)
    assert store.compare("churn", 1, 1) == {}


def test_a_deleted_number_is_never_given_again(filled):
    filled.delete("churn", 3)
    assert filled.versions("churn") == [1, 2]
    assert filled.latest("churn") == 2
    assert filled.load("churn") == {"number": 2}
    assert filled.save("churn", {"number": 4}) == 4
    for version in (1, 2, 4):
        filled.delete("churn", version)
    assert filled.versions("churn") == []
    assert filled.names() == ["churn"]
    with pytest.raises(NotInStore):
        filled.load("churn")
    assert filled.save("churn", {"number": 5}) == 5


def test_a_deleted_version_is_told_from_one_that_never_was(filled, tmp_path):
    filled.delete("churn", 2)
    with pytest.raises(NotInStore, match="why: it was deleted"):
        filled.load("churn", 2)
    with pytest.raises(NotInStore, match="why: the newest is 3"):
        filled.load("churn", 9)
    with pytest.raises(NotInStore, match="why: it was deleted"):
        filled.delete("churn", 2)
    assert len(list((tmp_path / "models" / "churn" / "blobs").iterdir())) == 2


def test_a_version_with_an_alias_is_not_deleted(filled):
    filled.set_alias("churn", "production", 2)
    with pytest.raises(StoreError, match="alias production points at it") as caught:
        filled.delete("churn", 2)
    assert "rehydrate store rollback churn production --store" in caught.value.fix
    assert filled.load("churn", "production") == {"number": 2}
    filled.set_alias("churn", "production", 3)
    filled.delete("churn", 2)


def test_a_file_that_is_lost_is_told_from_one_that_was_deleted(filled, path_of):
    path_of(filled, "churn", 3).unlink()
    with pytest.raises(NotInStore, match="it is lost; it was not deleted here"):
        filled.load("churn")


def test_a_model_that_cannot_be_kept_leaves_nothing_and_the_next_one_is_saved(store, tmp_path):
    with pytest.raises(CannotHold):
        store.save("churn", {"stream": sys.stdout})
    assert store.names() == []
    assert list((tmp_path / "models" / "churn" / "blobs").iterdir()) == []
    assert store.save("churn", {"number": 1}) == 1
    assert store.load("churn") == {"number": 1}


def test_a_place_where_one_may_not_write_is_told(tmp_path):
    (tmp_path / "models").write_text("a file, not a folder")
    with pytest.raises(StoreError, match="churn in .* was not saved: Not a directory") as caught:
        ModelStore(tmp_path / "models").save("churn", {})
    assert "rehydrate store gc churn --store" in caught.value.fix


def test_a_command_in_a_message_can_be_pasted(tmp_path):
    store = ModelStore(tmp_path / "my models")
    with pytest.raises(NotInStore, match=r"--store '.*/my models'"):
        store.load("churn")
