import pytest

from rehydrate.errors import NotInStore
from rehydrate.store import ModelStore, StoreReader


def test_a_reader_sees_what_a_store_saved(filled, tmp_path):
    filled.set_alias("churn", "production", 2)
    reader = StoreReader(tmp_path / "models")
    assert reader.load("churn", "production") == {"number": 2}
    assert reader.verify() == []
    assert reader.export_("churn", 3, tmp_path / "churn.zip").exists()


def test_a_reader_has_no_method_that_changes_a_store():
    assert not {"save", "set_alias", "rollback", "delete", "gc", "import_"} & set(dir(StoreReader))


def test_a_reader_leaves_a_store_as_it_is(filled, tmp_path):
    def files():
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "models").rglob("*")}

    before = files()
    reader = StoreReader(tmp_path / "models")
    for act in (reader.load, reader.manifest, reader.latest, reader.versions, reader.aliases, reader.verify):
        act("churn")
    with pytest.raises(NotInStore):
        reader.load("churn", 9)
    assert files() == before


def test_who_follows_an_alias_is_not_told_of_a_version_that_was_deleted_meanwhile(filled, monkeypatch):
    """The alias moves on, and its old version is deleted, after a reader has asked what it points at."""
    filled.set_alias("churn", "production", 1)
    reader = StoreReader(filled.backend.root)
    shelf = reader._shelf("churn")
    monkeypatch.setattr(reader, "_shelf", lambda name: shelf)
    real = shelf.number
    asked = []

    def and_then_moves(ref):
        number = real(ref)
        if not asked:
            ModelStore(filled.backend.root).set_alias("churn", "production", 2)
            ModelStore(filled.backend.root).delete("churn", 1)
        asked.append(number)
        return number

    monkeypatch.setattr(shelf, "number", and_then_moves)
    assert reader.load("churn", "production") == {"number": 2}
    assert asked[0] == 1
