import os
import stat

import pytest

from rehydrate.store._disk import Folder

GC = """
import sys
from rehydrate.store._disk import Folder
print("ready", flush=True)
with Folder(sys.argv[1]).locked("churn/versions", exclusive=True):
    print("alone", flush=True)
"""


@pytest.fixture
def folder(tmp_path):
    made = Folder(str(tmp_path))
    made.prepare("churn/blobs")
    return made


@pytest.mark.linux
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o444), (0o077, 0o400)])
def test_a_large_file_becomes_read_only_and_no_more_public(folder, tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        with folder.new_file("churn/blobs/a.pkl") as path:
            path.write_bytes(b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "churn/blobs/a.pkl").stat().st_mode) == mode


def test_what_is_written_is_found_and_what_is_removed_is_gone(folder):
    folder.put("churn/1.json", b"one")
    assert folder.has("churn/1.json")
    assert folder.read("churn/1.json") == b"one"
    with folder.open("churn/1.json") as file:
        assert file.read() == b"one"
    assert sorted(folder.names("churn")) == ["1.json", "blobs"]
    assert 0 <= folder.age("churn/1.json") < 600
    folder.remove("churn/1.json")
    folder.remove("churn/1.json")
    assert not folder.has("churn/1.json")
    assert folder.names("nowhere") == folder.names("churn/1.json") == []


@pytest.mark.linux
def test_who_waits_to_be_alone_lets_no_newcomer_pass(folder, tmp_path, child):
    import fcntl

    with folder.locked("churn/versions", exclusive=False):
        gc = child(GC, tmp_path)
        assert gc.stdout.readline() == "ready\n"
        with (tmp_path / "churn" / "versions.gate").open("r+") as gate:
            closed = False
            while not closed:  # until the other process stands in the gate
                assert gc.poll() is None
                try:
                    fcntl.flock(gate, fcntl.LOCK_SH | fcntl.LOCK_NB)
                    fcntl.flock(gate, fcntl.LOCK_UN)
                    os.sched_yield()
                except BlockingIOError:
                    closed = True
    assert gc.stdout.readline() == "alone\n"
