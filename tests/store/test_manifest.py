import dataclasses

import pytest

from rehydrate.errors import BrokenRecord
from rehydrate.store._manifest import SCHEMA, Blob, Manifest, differences, from_record

BLOB = Blob("blobs/0a1b.pkl", 10, "sha256", "ff")
MANIFEST = Manifest("churn", 3, "2026-01-02T03:04:05+00:00", "pickle", "some.Model", BLOB)


def test_a_manifest_comes_back_from_its_record():
    full = dataclasses.replace(
        MANIFEST,
        checkpoint=dataclasses.replace(BLOB, file="blobs/0a1c.pt"),
        hyperparameters={"C": 1},
        classes=[0, 1],
        training={"epoch": 3},
        notes="for the summer",
    )
    for manifest in (MANIFEST, full):
        assert from_record(manifest.record(), "churn", 3) == manifest


def test_fields_of_a_later_version_are_kept():
    record = MANIFEST.record() | {"carbon": {"kg": 3}}
    manifest = from_record(record, "churn", 3)
    assert manifest.extra == {"carbon": {"kg": 3}}
    assert manifest.record() == record


def test_a_later_schema_is_refused_with_the_command_that_updates():
    with pytest.raises(BrokenRecord, match=rf"schemas up to {SCHEMA}\n  fix: pip install -U rehydrate"):
        from_record(MANIFEST.record() | {"schema": SCHEMA + 1}, "churn", 3)


@pytest.mark.parametrize(
    "file", ["../x", "blobs/../../x", "/etc/passwd", "blobs/", "blobs/.hidden", "blobs\\x", "x"]
)
def test_a_record_cannot_name_a_file_outside_its_folder(file):
    record = MANIFEST.record()
    record["payload"]["file"] = file
    with pytest.raises(ValueError, match="is not a file of a model"):
        from_record(record, "churn", 3)


def test_differences_are_listed_by_dotted_name():
    other = dataclasses.replace(
        MANIFEST,
        version=4,
        created="later",
        payload=dataclasses.replace(BLOB, file="blobs/9.pkl", size=11),
        hyperparameters={"tree": {"max_depth": 5}},
    )
    assert differences(MANIFEST, other) == {
        "payload.size": (10, 11),
        "hyperparameters.tree.max_depth": (None, 5),
    }
    assert differences(MANIFEST, MANIFEST) == {}
