import errno
import os

import pytest

from rehydrate.store import atomic

CLAIM = """
import os, sys
from rehydrate.store import atomic
folder, me, without = sys.argv[1], sys.argv[2], sys.argv[3] == "True"
if without:
    def link(*_):
        raise OSError(95, "no hard links here")
    os.link = link
print("ready", flush=True)
sys.stdin.readline()
number, mine = 1, 0
while mine < 25:
    try:
        atomic.put_if_absent(f"{folder}/{number}.json", me.encode() * 1000, durable=False)
        mine += 1
    except FileExistsError:
        pass
    number += 1
"""
HOLD = """
import sys
from rehydrate.store import atomic
with atomic.locked(sys.argv[1], exclusive=sys.argv[2] == "True") as held:
    print(held, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(params=[True, False], ids=["hard links", "no hard links"])
def links(request, monkeypatch):
    """A file system with hard links, and one without."""

    def refuse(*_):
        raise OSError(errno.EPERM, "no hard links here")

    if not request.param:
        monkeypatch.setattr(os, "link", refuse)
    return request.param


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_put_if_absent_creates_a_whole_file_and_nothing_else(tmp_path, links):
    atomic.put_if_absent(f"{tmp_path}/1.json", b"first")
    assert (tmp_path / "1.json").read_bytes() == b"first"
    assert names(tmp_path) == ["1.json"]


def test_put_if_absent_leaves_what_is_there(tmp_path, links):
    atomic.put_if_absent(f"{tmp_path}/1.json", b"first")
    with pytest.raises(FileExistsError):
        atomic.put_if_absent(f"{tmp_path}/1.json", b"second")
    assert (tmp_path / "1.json").read_bytes() == b"first"
    assert names(tmp_path) == ["1.json"]


@pytest.mark.parametrize("without", [False, True])
def test_of_many_processes_each_number_goes_to_one(tmp_path, child, without):
    writers = [child(CLAIM, tmp_path, letter, without) for letter in "abcd"]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.wait() == 0
    owners = [(tmp_path / f"{number}.json").read_text() for number in range(1, 101)]
    assert all(len(owner) == 1000 and len(set(owner)) == 1 for owner in owners)
    assert sorted(owner[0] for owner in owners) == sorted("abcd" * 25)
    assert len(names(tmp_path)) == 100


def test_a_write_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    for write in (atomic.put_if_absent, atomic.replace):
        with pytest.raises(OSError, match="No space left"):
            write(f"{tmp_path}/1.json", b"x")
    assert names(tmp_path) == []


def test_an_error_that_is_not_about_hard_links_is_not_worked_around(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(OSError, match="No space left"):
        atomic.put_if_absent(f"{tmp_path}/1.json", b"x")
    assert names(tmp_path) == []


def test_replace_gives_the_old_bytes_or_the_new_ones(tmp_path):
    path = tmp_path / "hint"
    atomic.replace(str(path), b"1")
    with path.open("rb") as reader:
        atomic.replace(str(path), b"22")
        assert reader.read() == b"1"
    assert path.read_bytes() == b"22"
    assert names(tmp_path) == ["hint"]


def test_a_relative_path_is_written_where_the_process_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    atomic.replace("progress.json", b"{}")
    atomic.put_if_absent("claim.json", b"{}")
    assert names(tmp_path) == ["claim.json", "progress.json"]


@pytest.mark.linux
def test_every_new_name_is_brought_to_the_disk(tmp_path, monkeypatch):
    synced = []
    real = os.fsync

    def noting(descriptor):
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    atomic.make_folder(f"{tmp_path}/a/b")
    assert {str(tmp_path), f"{tmp_path}/a"} <= set(synced)
    synced.clear()
    atomic.put_if_absent(f"{tmp_path}/a/b/1.json", b"x")
    assert [os.path.dirname(synced[0]), synced[1]] == [f"{tmp_path}/a/b"] * 2  # the file, then its name
    synced.clear()
    atomic.put_if_absent(f"{tmp_path}/a/b/2.json", b"x", durable=False)
    atomic.make_folder(f"{tmp_path}/c", durable=False)
    assert synced == []


@pytest.mark.linux
def test_a_lock_is_dropped_when_its_process_is_killed(tmp_path, child):
    import fcntl

    path = tmp_path / "lock"
    holder = child(HOLD, path, True)
    assert holder.stdout.readline() == "True\n"
    with path.open("r+") as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        holder.kill()
        holder.wait()
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.linux
def test_a_shared_lock_is_shared(tmp_path, child):
    holders = [child(HOLD, tmp_path / "lock", False) for _ in range(2)]
    assert [holder.stdout.readline() for holder in holders] == ["True\n"] * 2
    with atomic.locked(str(tmp_path / "lock"), exclusive=False) as held:
        assert held


def test_without_locks_one_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "fcntl", None)
    with atomic.locked(str(tmp_path / "lock"), exclusive=True) as held:
        assert held is False
