import hashlib
import sys

import blake3
import pytest

from rehydrate.errors import StoreError
from rehydrate.store import ModelStore, _digests

from .conftest import Touch

CHUNK = _digests.CHUNK
SIZES = [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 7]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("algorithm", ["sha256", "blake3"])
def test_the_digest_is_the_ordinary_one_of_the_whole_file(tmp_path, algorithm, size):
    data = (bytes(range(251)) * (size // 251 + 1))[:size]
    (tmp_path / "file").write_bytes(data)
    with open(tmp_path / "file", "rb") as file:
        file.read(3)  # wherever it stood
        found = _digests.file_digest(file, algorithm)
    assert found == {"sha256": hashlib.sha256, "blake3": blake3.blake3}[algorithm](data).hexdigest()


@pytest.mark.parametrize("algorithm", ["md5", "SHA256", "", "xxh3"])
def test_an_unknown_checksum_is_refused(algorithm):
    with pytest.raises(StoreError, match="cannot be computed here"):
        _digests.new(algorithm)


def test_without_blake3_a_store_saves_with_sha256_and_says_what_it_cannot_check(monkeypatch, tmp_path):
    marker = tmp_path / "was-run"
    store = ModelStore(tmp_path / "models", durable=False)
    store.save("churn", Touch(marker))
    assert store.manifest("churn").payload.algorithm == "blake3"
    monkeypatch.setitem(sys.modules, "blake3", None)
    plain = ModelStore(tmp_path / "models", durable=False)
    with pytest.raises(StoreError, match=r"'blake3' cannot be computed here(?s:.*)rehydrate\[sign\]"):
        plain.load("churn")
    assert not marker.exists()
    assert [problem.kind for problem in plain.verify()] == ["StoreError"]
    plain.save("churn", {"number": 2})
    assert plain.manifest("churn").payload.algorithm == "sha256"
    assert plain.load("churn") == store.load("churn") == {"number": 2}


def test_a_missing_library_is_named_with_the_command_that_installs_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "blake3", None)
    with pytest.raises(StoreError, match=r"pip install 'rehydrate\[sign\]'"):
        ModelStore(tmp_path, digest="blake3")
