import os

import pytest

from rehydrate.errors import BrokenRecord
from rehydrate.store import ModelStore, atomic

SAVER = """
import sys
from rehydrate.store import ModelStore
class Slow:
    def __reduce__(self):
        print("saving", flush=True)
        sys.stdin.readline()
        return (int, (7,))
print(ModelStore(sys.argv[1], durable=False).save("churn", Slow()), flush=True)
"""
GC = """
import sys
from rehydrate.store import ModelStore
print("ready", flush=True)
print(len(ModelStore(sys.argv[1], durable=False).gc()), flush=True)
"""


def strays(tmp_path):
    """Put there what killed savers leave: a file that no record names, and half-written ones."""
    churn = tmp_path / "models" / "churn"
    found = [churn / "blobs" / "0a.pkl", churn / "blobs" / ".0a.77.pkl", churn / "versions" / ".4.json.77"]
    for path in found:
        path.write_bytes(b"x")
    return found


def test_only_what_no_version_names_is_removed(filled, tmp_path):
    filled.set_alias("churn", "production", 1)
    (tmp_path / "models" / "churn" / "aliases" / "production" / ".2.json.77").write_bytes(b"x")
    lost = strays(tmp_path)
    removed = filled.gc("churn")
    assert sorted(removed) == [
        "churn/aliases/production/.2.json.77",
        "churn/blobs/.0a.77.pkl",
        "churn/blobs/0a.pkl",
        "churn/versions/.4.json.77",
    ]
    assert not any(path.exists() for path in lost)
    assert [filled.load("churn", version)["number"] for version in (1, 2, 3)] == [1, 2, 3]
    assert filled.verify() == []
    assert filled.gc() == []


def test_files_of_a_deletion_that_was_cut_off_are_removed(filled, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(filled.backend, "remove", lambda key: None)
        filled.delete("churn", 2)
    assert len(filled.gc()) == 1
    assert filled.verify() == []


def test_without_a_name_every_model_is_cleared(filled, tmp_path):
    filled.save("price", {})
    (tmp_path / "models" / "price" / "blobs" / "0b.pkl").write_bytes(b"x")
    strays(tmp_path)
    assert len(filled.gc()) == 4


def test_files_younger_than_the_limit_are_left(filled, tmp_path):
    old, *young = strays(tmp_path)
    os.utime(old, (0, 0))
    assert filled.gc(older_than=3600) == ["churn/blobs/0a.pkl"]
    assert all(path.exists() for path in young)


def test_without_a_lock_a_day_must_have_passed(filled, tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "fcntl", None)
    old, *young = strays(tmp_path)
    os.utime(old, (0, 0))
    assert filled.gc() == ["churn/blobs/0a.pkl"]
    assert all(path.exists() for path in young)


def test_nothing_is_removed_while_a_record_cannot_be_read(filled, tmp_path):
    (tmp_path / "models" / "churn" / "versions" / "2.json").write_bytes(b"{}")
    lost = strays(tmp_path)
    with pytest.raises(BrokenRecord, match=r"2\.json"):
        filled.gc()
    assert all(path.exists() for path in lost)
    assert len(list((tmp_path / "models" / "churn" / "blobs").iterdir())) == 5


@pytest.mark.linux
def test_gc_waits_for_a_saver_in_another_process(filled, tmp_path, child):
    saver = child(SAVER, tmp_path / "models")
    assert saver.stdout.readline() == "saving\n"
    gc = child(GC, tmp_path / "models")
    assert gc.stdout.readline() == "ready\n"
    saver.stdin.write("go on\n")
    saver.stdin.flush()
    assert saver.stdout.readline() == "4\n"
    assert gc.stdout.readline() == "0\n"
    assert ModelStore(tmp_path / "models").load("churn", 4) == 7


@pytest.mark.linux
def test_what_a_killed_saver_leaves_is_removed_at_once(filled, tmp_path, child):
    saver = child(SAVER, tmp_path / "models")
    assert saver.stdout.readline() == "saving\n"
    strays(tmp_path)
    saver.kill()
    saver.wait()
    assert len(filled.gc()) == 3
    assert filled.save("churn", {"number": 4}) == 4
