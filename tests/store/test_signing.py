import json
import os
import stat

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rehydrate.errors import BrokenRecord, SignatureProblem
from rehydrate.store import ModelStore, signing

from .conftest import overwrite


@pytest.fixture(scope="module")
def keys():
    """Ours, and that of somebody else."""
    return Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


@pytest.fixture
def signed(tmp_path, keys):
    """A store that signs with our key and trusts only that; churn 1 is in it."""
    ours, _ = keys
    store = ModelStore(tmp_path / "models", sign_with=ours, trusted_keys=[ours.public_key()], durable=False)
    store.save("churn", {"number": 1}, alias="production")
    return store


def rewritten(path, change):
    """Rewrite a record's two lines."""
    line, seal = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join(change(line, json.loads(seal))))


def test_what_a_trusted_key_signed_is_loaded(signed):
    assert signed.load("churn") == signed.load("churn", "production") == {"number": 1}
    assert signed.verify() == []


def test_one_of_several_trusted_keys_is_enough(signed, keys, tmp_path):
    both = ModelStore(tmp_path / "models", trusted_keys=[key.public_key() for key in reversed(keys)])
    assert both.load("churn") == {"number": 1}


def test_an_unsigned_version_is_refused_before_it_runs(signed, tmp_path, trap):
    data, marker = trap
    ModelStore(tmp_path / "models", durable=False).save("churn", {"number": 2})
    overwrite(tmp_path / "models" / "churn" / signed_file(tmp_path, 2), data)
    with pytest.raises(SignatureProblem, match="it is not signed"):
        signed.load("churn", 2)
    assert not marker.exists()


def signed_file(tmp_path, version):
    return ModelStore(tmp_path / "models").manifest("churn", version).payload.file


def test_a_version_signed_by_somebody_else_is_refused(signed, keys, tmp_path):
    _, other = keys
    ModelStore(tmp_path / "models", sign_with=other, durable=False).save("churn", {"number": 2})
    with pytest.raises(SignatureProblem, match="it was signed with the key") as caught:
        signed.load("churn", 2)
    assert other.public_key().public_bytes_raw().hex()[:12] in caught.value.why
    assert [problem.kind for problem in signed.verify()] == ["SignatureProblem"]


def test_a_signature_of_another_record_does_not_fit(signed, keys, tmp_path):
    signed.save("churn", {"number": 2})
    first, second = (tmp_path / "models" / "churn" / "versions" / f"{n}.json" for n in (1, 2))
    stolen = json.loads(second.read_bytes().splitlines()[1])["ed25519"]
    rewritten(first, lambda line, seal: (line, json.dumps(seal | {"ed25519": stolen}).encode()))
    with pytest.raises(SignatureProblem, match="its signature does not fit"):
        signed.load("churn", 1)


@pytest.mark.parametrize("signature", ["", "zz", "00" * 64, 7, None, []])
def test_a_signature_that_is_none_is_refused(signed, tmp_path, signature):
    path = tmp_path / "models" / "churn" / "versions" / "1.json"
    rewritten(path, lambda line, seal: (line, json.dumps(seal | {"ed25519": signature}).encode()))
    with pytest.raises(SignatureProblem):
        signed.load("churn", 1)


def test_an_attacker_who_rewrites_payload_checksum_and_seal_is_noticed(signed, tmp_path, trap):
    """The one thing that a checksum cannot do."""
    import hashlib

    data, marker = trap
    path = tmp_path / "models" / "churn" / "versions" / "1.json"
    overwrite(tmp_path / "models" / "churn" / signed_file(tmp_path, 1), data)

    def change(line, seal):
        record = json.loads(line)
        record["payload"] |= {"size": len(data), "algorithm": "sha256"}
        record["payload"] |= {"digest": hashlib.sha256(data).hexdigest()}
        line = json.dumps(record).encode()
        return line, json.dumps(seal | {"sha256": hashlib.sha256(line).hexdigest()}).encode()

    rewritten(path, change)
    with pytest.raises(SignatureProblem, match="does not fit"):
        signed.load("churn", 1)
    assert not marker.exists()


def test_a_signed_version_put_back_under_a_later_number_is_not_believed(signed, tmp_path):
    versions = tmp_path / "models" / "churn" / "versions"
    (versions / "2.json").write_bytes((versions / "1.json").read_bytes())
    with pytest.raises(BrokenRecord, match="copied or moved"):
        signed.load("churn")


def test_a_move_of_an_alias_needs_the_key_as_well(signed, tmp_path):
    signed.save("churn", {"number": 2})
    ModelStore(tmp_path / "models", durable=False).set_alias("churn", "production", 2)
    with pytest.raises(SignatureProblem):
        signed.load("churn", "production")


def test_who_trusts_nobody_in_particular_reads_signed_versions(signed, tmp_path):
    assert ModelStore(tmp_path / "models").load("churn") == {"number": 1}


def test_a_pair_of_keys_is_made_once_and_read_back(tmp_path):
    public = signing.generate(tmp_path / "key")
    signing.check(
        b"line", signing.sign(b"line", signing.read_key(tmp_path / "key")), [signing.read_key(public)], "x"
    )
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(FileExistsError):
        signing.generate(tmp_path / "key")
    assert (tmp_path / "key").read_bytes() == before


@pytest.mark.linux
def test_a_private_key_is_for_its_owner_only(tmp_path):
    before = os.umask(0)
    try:
        signing.generate(tmp_path / "key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
