"""A store on a disk that is full or read-only, checked from within. Run as a program by test_full_disk.py.

``starved.py full FOLDER mounted``: FOLDER becomes a file system of 2 MB in memory, which is then filled. The
mount is this process's own (it runs under ``unshare``) and goes when it ends. ``limited``: where nothing may
be mounted, no file may grow beyond a limit instead (setrlimit). ``read-only`` likewise: remounted read-only,
or as a user to whom nothing here belongs.
"""

import contextlib
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

from rehydrate.errors import StoreError
from rehydrate.store import ModelStore

sys.path.insert(0, str(Path(__file__).parent))
from acts import NAME, model, seed_of  # noqa: E402 - beside this program

KB = 1024


def mount(folder):
    """Mount a file system of 2 MB in memory."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], check=True)


def files(store):
    """Return the names of all files with what is in them, but for hints and locks."""
    found = [path for path in Path(store.backend.root).rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in found if path.name != "hint" and path.stem not in LOCKS}


LOCKS = ("versions", "aliases")


def fails_cleanly(store, use, n_versions):
    """Check that something fails with words, changes nothing, and leaves nothing behind."""
    before = files(store)
    try:
        use()
    except StoreError as error:
        assert "why:" in str(error)
        assert "fix:" in str(error)
        assert isinstance(error.__cause__, OSError), repr(error.__cause__)
    else:
        raise AssertionError("it did not fail")
    assert files(store) == before
    assert store.versions(NAME) == list(range(1, n_versions + 1))
    assert seed_of(store.load(NAME)) == n_versions
    assert store.verify() == []


def full(folder, how):
    """Fail to save a model that is too large, then save a small one; then fill the disk to the last page."""
    if how == "mounted":
        mount(folder)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (600 * KB, resource.RLIM_INFINITY))
    store = ModelStore(f"{folder}/store")
    assert store.save(NAME, model(1)) == 1
    large = model(7, 500_000)  # 4 MB
    for _ in range(3):
        fails_cleanly(store, lambda: store.save(NAME, large), 1)
    assert store.save(NAME, model(2)) == 2
    if how == "mounted":
        fill_to_the_last_page(store, Path(folder, "filler"))
    print("as it should be")


def fill_to_the_last_page(store, filler):
    """Leave 0, 4, 8 ... kB free and save: it fails cleanly or works, and works when there is room again."""
    n_versions, n_failed = 2, 0
    for kb_free in range(0, 80, 4):
        room = os.statvfs(filler.parent)
        filler.write_bytes(bytes(room.f_bavail * room.f_bsize - kb_free * KB))
        before = files(store)
        try:
            number = store.save(NAME, model(n_versions + 1))
        except StoreError:
            n_failed += 1
            assert files(store) == before
            with contextlib.suppress(StoreError):
                store.set_alias(NAME, "production", n_versions)
            fails_cleanly(store, lambda: store.save(NAME, model(9)), n_versions)
            assert_moved_or_not(store, n_versions)
        else:
            n_versions += 1
            assert number == n_versions
        filler.unlink()
        assert store.save(NAME, model(n_versions + 1)) == n_versions + 1
        n_versions += 1
        assert [seed_of(store.load(NAME, number)) for number in store.versions(NAME)] == store.versions(NAME)
        assert store.verify() == []
    assert 0 < n_failed < 20


def assert_moved_or_not(store, version):
    """Check that the alias is at this version, or where it was, or not there."""
    assert store.aliases(NAME).get("production", 0) <= version


def read_only(folder, how):
    """Read everything and fail to change anything."""
    if how == "mounted":
        mount(folder)
    store = ModelStore(f"{folder}/store")
    for seed in (1, 2):
        store.save(NAME, model(seed), alias="production")
    store.set_alias(NAME, "candidate", 1)
    package = store.export_(NAME, 1, f"{folder}/package.zip")
    zipfile.ZipFile(package).close()  # imports what nobody may be allowed to read later
    if how == "mounted":
        subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    else:
        for path in (folder, *map(str, Path(folder).rglob("*"))):
            os.chmod(path, 0o555)
        if os.geteuid() == 0:
            os.seteuid(65534)  # nobody: root may write whatever the permissions say
    for use in (
        lambda: store.save(NAME, model(3)),
        lambda: store.save("other", model(3)),
        lambda: store.set_alias(NAME, "production", 1),
        lambda: store.set_alias(NAME, "new", 1),
        lambda: store.rollback(NAME, "production"),
        lambda: store.delete(NAME, 1),
        lambda: store.gc(),
        lambda: store.import_(package),
        lambda: store.export_(NAME, 1, f"{folder}/another.zip"),
    ):
        fails_cleanly(store, use, 2)
    assert store.names() == [NAME]
    assert seed_of(store.load(NAME, "production")) == 2
    assert store.aliases(NAME) == {"candidate": 1, "production": 2}
    assert [move.version for move in store.history(NAME, "production")] == [1, 2]
    assert store.manifest(NAME, 1).version == 1
    print("as it should be")


if __name__ == "__main__":
    {"full": full, "read-only": read_only}[sys.argv[1]](*sys.argv[2:])
