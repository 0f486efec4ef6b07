"""Stores in object stores: in memory, and in a bucket of an S3 server that runs in a process of its own."""

import itertools
import json
import subprocess
import sys
import urllib.request

import numpy as np
import obstore
import pytest
from obstore.store import MemoryStore

from rehydrate.errors import ChecksumMismatch, NotInStore, StoreError
from rehydrate.store import ModelStore

from .conftest import python

SERVER = """
import logging, sys
from moto.server import ThreadedMotoServer
logging.disable()
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.readline()
server.stop()
"""
SAVE = """
import json, sys
from rehydrate.store import ModelStore
store = ModelStore(sys.argv[1], options=json.loads(sys.argv[2]))
print(json.dumps([store.save("churn", {"who": sys.argv[3], "n": n}) for n in range(5)]))
"""
NO_EXTRAS = """
import sys
sys.modules["obstore"] = sys.modules["cryptography"] = sys.modules["blake3"] = None
from rehydrate.store import ModelStore
store = ModelStore(sys.argv[1])
print(store.save("churn", {"number": 1}), store.load("churn"))
"""
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server():
    """The options with which obstore reaches the S3 server."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    port = process.stdout.readline().strip()
    yield {
        "endpoint": f"http://127.0.0.1:{port}",
        "access_key_id": "test",
        "secret_access_key": "test",
        "region": "us-east-1",
        "client_options": {"allow_http": True},
    }
    process.kill()
    process.communicate()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    """The server is on this machine, whatever proxy there is."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture(params=["memory", "s3"])
def place(request):
    """Return what ModelStore takes to open the same empty place again and again."""
    return {"root": MemoryStore()} if request.param == "memory" else bucket(request.getfixturevalue("server"))


def bucket(options):
    """Make a bucket and return what ModelStore takes to open a place in it."""
    name = f"models-{next(NUMBERS)}"
    request = urllib.request.Request(f"{options['endpoint']}/{name}", method="PUT")
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).close()
    return {"root": f"s3://{name}/deep/down", "options": options}


@pytest.fixture
def remote(place):
    """A store with churn 1, 2 and 3 in it."""
    store = ModelStore(**place)
    for number in (1, 2, 3):
        assert store.save("churn", {"number": number}, metrics={"accuracy": number / 10}) == number
    return store


def objects(store):
    return sorted(entry["path"] for entry in obstore.list(store.backend.objects).collect())


def test_versions_and_aliases_are_the_same_as_in_a_folder(remote, place):
    remote.set_alias("churn", "production", 1)
    remote.set_alias("churn", "production", 3)
    again = ModelStore(**place)
    assert again.names() == ["churn"]
    assert again.versions("churn") == [1, 2, 3]
    assert again.load("churn") == again.load("churn", "production") == {"number": 3}
    assert again.rollback("churn", "production") == 1
    assert remote.load("churn", "production") == {"number": 1}
    assert [move.version for move in remote.history("churn", "production")] == [1, 3, 1]
    assert remote.compare("churn", 1, 2)["metrics.accuracy"] == (0.1, 0.2)
    assert again.verify() == []


def test_golden_rows_checkpoints_and_boxes_work_as_in_a_folder(remote, model, X, tmp_path):
    (tmp_path / "c.pt").write_bytes(b"checkpoint")
    version = remote.save("churn", model, golden=X[:3], training=tmp_path / "c.pt")
    assert remote.check_golden("churn", version) == {"predict": 0.0, "predict_proba": 0.0}
    assert remote.checkpoint("churn", version) == b"checkpoint"
    box = remote.export_("churn", version, tmp_path / "churn.zip")
    assert ModelStore(tmp_path / "models").import_(box) == 1
    assert remote.import_(box, name="price") == 1
    assert remote.names() == ["churn", "price"]


def test_a_large_model_may_be_mapped_from_its_local_copy(remote):
    weights = np.random.default_rng(0).normal(size=1_500_000)
    remote.save("churn", {"weights": weights})
    for mapped in (True, False):
        np.testing.assert_array_equal(remote.load("churn", mapped=mapped)["weights"], weights)


def test_a_changed_object_is_noticed(remote, trap):
    data, marker = trap
    found = remote.manifest("churn", 2)
    obstore.put(remote.backend.objects, f"churn/{found.payload.file}", data)
    with pytest.raises(ChecksumMismatch):
        remote.load("churn", 2)
    assert not marker.exists()
    assert [problem.place for problem in remote.verify()] == ["churn@2"]


def test_a_deleted_version_is_gone_and_its_number_is_not_given_again(remote):
    remote.delete("churn", 3)
    with pytest.raises(NotInStore, match="it was deleted"):
        remote.load("churn", 3)
    assert remote.latest("churn") == 2
    assert remote.save("churn", {}) == 4


def test_gc_leaves_what_is_younger_than_a_day(remote):
    before = objects(remote)
    obstore.put(remote.backend.objects, "churn/blobs/0a.pkl", b"x")
    assert remote.gc() == []
    assert remote.gc(older_than=0.0) == ["churn/blobs/0a.pkl"]
    assert objects(remote) == before


def test_a_save_that_fails_leaves_no_object(remote):
    before = objects(remote)
    with pytest.raises(StoreError):
        remote.save("churn", {}, training="nowhere.pt")
    assert objects(remote) == before


def test_an_object_that_is_there_is_not_overwritten(remote):
    key = "churn/versions/1.json"
    before = remote.backend.read(key)
    with pytest.raises(FileExistsError):
        remote.backend.put(key, b"other")
    assert remote.backend.read(key) == before


def test_a_commit_whose_answer_was_lost_is_one_version(remote, monkeypatch):
    """After a broken connection the client asks again and is told that there is one: its own first try."""
    real = obstore.put

    def twice(*arguments, **options):
        real(*arguments, **options)
        return real(*arguments, **options)

    monkeypatch.setattr(obstore, "put", twice)
    assert remote.save("churn", {"number": 4}) == 4
    assert remote.versions("churn") == [1, 2, 3, 4]


def test_processes_that_save_to_a_bucket_at_once_lose_nothing(server, child):
    place = bucket(server)
    savers = [child(SAVE, place["root"], json.dumps(server), who) for who in "abc"]
    saved = {who: json.loads(saver.communicate()[0]) for who, saver in zip("abc", savers, strict=True)}
    assert sorted(itertools.chain(*saved.values())) == list(range(1, 16))
    store = ModelStore(**place)
    for who, versions in saved.items():
        loaded = [store.load("churn", version) for version in versions]
        assert loaded == [{"who": who, "n": n} for n in range(5)]


def test_a_url_of_memory_is_a_store_of_its_own():
    store = ModelStore("memory://")
    assert store.save("churn", {"number": 1}) == 1
    assert store.load("churn") == {"number": 1}
    assert ModelStore("memory:///").names() == []


def test_a_server_that_is_not_there_is_told():
    options = {
        "access_key_id": "x",
        "secret_access_key": "x",
        "endpoint": "http://127.0.0.1:9",
        "client_options": {"allow_http": True},
        "retry_config": {"max_retries": 0},
    }
    store = ModelStore("s3://models", options=options)
    for act in (lambda: store.load("churn"), lambda: store.save("churn", {}), store.names):
        with pytest.raises(StoreError, match="s3://models refused") as caught:
            act()
        assert "credentials" in caught.value.fix


def test_a_bucket_that_is_not_there_is_told(server):
    with pytest.raises(StoreError, match="no-such-bucket"):
        ModelStore("s3://no-such-bucket", options=server).save("churn", {})


def test_without_obstore_one_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(StoreError, match=r"pip install 'rehydrate\[remote\]'"):
        ModelStore("s3://models")


def test_a_folder_needs_none_of_the_extras(tmp_path):
    assert python(NO_EXTRAS, tmp_path / "models") == "1 {'number': 1}\n"
