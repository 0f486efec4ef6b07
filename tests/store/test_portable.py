import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rehydrate.errors import BrokenRecord, ChecksumMismatch, SignatureProblem, StoreError
from rehydrate.store import ModelStore

from .conftest import overwrite


@pytest.fixture
def other(tmp_path):
    """Another store."""
    return ModelStore(tmp_path / "elsewhere", durable=False)


@pytest.fixture
def box(store, model, X, tmp_path):
    """An exported version with every kind of file."""
    (tmp_path / "c.pt").write_bytes(b"checkpoint")
    store.save("churn", {})
    store.save("churn", model, golden=X[:3], training=tmp_path / "c.pt", lineage={"data": "d"}, notes="n")
    return store.export_("churn", 2, tmp_path / "churn-2.zip")


def changed(box, member, data):
    """Rewrite one member of a zip file, with a right CRC."""
    with zipfile.ZipFile(box) as old:
        members = {name: old.read(name) for name in old.namelist()}
    members[next(name for name in members if name.endswith(member))] = data
    with zipfile.ZipFile(box, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)


def nothing_was_taken_in(store, tmp_path):
    return store.names() == [] and not [*(tmp_path / "elsewhere").glob("churn/blobs/*")]


def test_a_version_goes_to_another_store_and_is_the_same_there(box, store, other):
    other.save("churn", {})
    other.save("churn", {})
    assert other.import_(box) == 3
    before, after = store.manifest("churn", 2), other.manifest("churn", 3)
    assert (after.payload.digest, after.metrics, after.notes) == (before.payload.digest, before.metrics, "n")
    assert after.lineage == {
        "data": "d",
        "imported": {"name": "churn", "version": 2, "created": before.created},
    }
    assert other.check_golden("churn", 3) == {"predict": 0.0, "predict_proba": 0.0}
    assert other.checkpoint("churn", 3) == b"checkpoint"
    assert other.verify() == []


def test_it_may_get_another_name_and_go_on_from_there(box, other, tmp_path):
    assert other.import_(box, name="churn-eu") == 1
    other.export_("churn-eu", 1, tmp_path / "again.zip")
    assert other.import_(tmp_path / "again.zip") == 2
    assert other.manifest("churn-eu", 2).lineage["imported"]["name"] == "churn-eu"


def test_an_export_is_one_file_and_replaces_an_older_one_at_once(box, store, tmp_path):
    before = box.read_bytes()
    store.export_("churn", 1, box)
    assert box.read_bytes() != before
    assert [path.name for path in tmp_path.iterdir() if "churn-2" in path.name] == ["churn-2.zip"]


def test_a_damaged_version_is_not_exported(box, store, path_of, tmp_path):
    before = box.read_bytes()
    overwrite(path_of(store, "churn", 2), b"x")
    with pytest.raises(ChecksumMismatch):
        store.export_("churn", 2, box)
    assert box.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if "churn-2" in path.name] == ["churn-2.zip"]


@pytest.mark.parametrize("member", [".pkl", ".json", ".pt"])
def test_another_file_in_the_box_is_noticed(box, other, tmp_path, trap, member):
    data, marker = trap
    with zipfile.ZipFile(box) as old:
        blobs = [name for name in old.namelist() if name.startswith("blobs/") and name.endswith(member)]
    changed(box, blobs[0], data)
    with pytest.raises(ChecksumMismatch, match=r"churn-2\.zip does not hold the churn 2 that was saved"):
        other.import_(box)
    assert not marker.exists()
    assert nothing_was_taken_in(other, tmp_path)


def test_any_changed_byte_of_a_box_is_noticed_or_means_nothing(box, store, other, tmp_path):
    whole = box.read_bytes()
    digest = store.manifest("churn", 2).payload.digest
    n_refused = 0
    for position in range(0, len(whole), 23):
        box.write_bytes(whole[:position] + bytes([whole[position] ^ 4]) + whole[position + 1 :])
        try:
            version = other.import_(box)
        except StoreError:
            n_refused += 1
        else:
            assert other.manifest("churn", version).payload.digest == digest
    assert n_refused > len(whole) / 23 * 0.5
    assert other.verify() == []


@pytest.mark.parametrize(
    "record", [b"", b"{}", b'{"at": "churn/versions/2.json"}', b'{"at": "../x/versions/2.json"}']
)
def test_a_record_that_is_none_is_refused(box, other, tmp_path, record):
    changed(box, "record.json", record)
    with pytest.raises(BrokenRecord, match=r"cannot be read as a record"):
        other.import_(box)
    assert nothing_was_taken_in(other, tmp_path)


def test_a_file_that_is_no_box_is_refused(other, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"not a zip file")
    with pytest.raises(BrokenRecord, match=r"x\.zip cannot be read"):
        other.import_(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w"):
        pass
    with pytest.raises(BrokenRecord, match=r"There is no item named 'record\.json'"):
        other.import_(tmp_path / "y.zip")


def test_a_box_without_one_of_its_files_is_refused(box, other, tmp_path):
    with zipfile.ZipFile(box) as old:
        record = old.read("record.json")
    with zipfile.ZipFile(box, "w") as new:
        new.writestr("record.json", record)
    with pytest.raises(BrokenRecord, match="There is no item named 'blobs/"):
        other.import_(box)
    assert nothing_was_taken_in(other, tmp_path)


@pytest.mark.parametrize("member", [".pkl", "record.json"])
def test_a_member_that_would_grow_when_unpacked_is_not_unpacked(box, other, tmp_path, member):
    with zipfile.ZipFile(box) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(box, "w") as new:
        for name, content in members.items():
            bomb = name.endswith(member)
            new.writestr(name, content, zipfile.ZIP_DEFLATED if bomb else zipfile.ZIP_STORED)
    with pytest.raises(BrokenRecord, match="is compressed"):
        other.import_(box)
    assert nothing_was_taken_in(other, tmp_path)


def test_a_signed_version_is_checked_when_it_is_taken_in(tmp_path, trap):
    ours, theirs = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    ModelStore(tmp_path / "a", sign_with=ours).save("churn", {"number": 1})
    box = ModelStore(tmp_path / "a").export_("churn", 1, tmp_path / "a.zip")
    strict = ModelStore(tmp_path / "b", sign_with=theirs, trusted_keys=[theirs.public_key()])
    with pytest.raises(SignatureProblem):
        strict.import_(box)
    both = ModelStore(tmp_path / "b", sign_with=theirs, trusted_keys=[theirs.public_key(), ours.public_key()])
    assert both.import_(box) == 1
    assert strict.load("churn") == {"number": 1}


def test_a_box_holds_the_record_as_it_was(box, store, tmp_path):
    with zipfile.ZipFile(box) as opened:
        assert opened.testzip() is None
        line = opened.read("record.json").splitlines()[0]
    assert json.loads(line)["at"] == "churn/versions/2.json"
