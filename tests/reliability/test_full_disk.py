"""A full disk, a read-only one, a model that cannot be written: told in words, and nothing is left behind."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from rehydrate.errors import FormatError, StoreError
from rehydrate.store import ModelStore

from .acts import NAME, model, seed_of
from .state import files

PROGRAM = str(Path(__file__).with_name("starved.py"))


def own_mounts():
    """Return the command that runs a program with mounts of its own; empty where that is not allowed."""
    commands = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])
    with tempfile.TemporaryDirectory() as folder:
        probe = [
            "sh",
            "-c",
            'mount -t tmpfs -o size=1m none "$0" && exec "$1" -c pass',
            folder,
            sys.executable,
        ]
        for command in commands if shutil.which("unshare") else ():
            if subprocess.run([*command, *probe], capture_output=True).returncode == 0:
                return command
    return []


UNSHARE = own_mounts()


@pytest.mark.linux
@pytest.mark.parametrize("how", ["mounted", "limited"] if UNSHARE else ["limited"])
@pytest.mark.parametrize("what", ["full", "read-only"])
def test_a_disk_that_takes_no_more_is_told_and_leaves_the_store_whole(what, how):
    """Mounted where this user may mount, and always by limits; see starved.py."""
    with tempfile.TemporaryDirectory() as folder:  # not in tmp_path, which only its owner can enter
        os.chmod(folder, 0o755)
        command = [*(UNSHARE if how == "mounted" else ()), sys.executable, PROGRAM, what, folder, how]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        for path in (Path(folder), *Path(folder).rglob("*")):
            path.chmod(0o755)
    assert done.stdout.endswith("as it should be\n"), done.stderr


class Unwilling:
    """Cannot be written: half of the way it raises."""

    def __init__(self, error):
        self.error = error

    def __reduce__(self):
        raise self.error


@pytest.mark.parametrize("format", [None, "pickle", "joblib", "cloudpickle"])
@pytest.mark.parametrize("error", [None, TypeError, RecursionError, MemoryError, OSError, KeyboardInterrupt])
def test_a_model_that_cannot_be_written_leaves_nothing(error, format, tmp_path):
    """A lock inside, or an error half way: after a large array has been written already."""
    store = ModelStore(tmp_path)
    store.save(NAME, model(1), metrics={"seed": 1})
    before = sorted(files(tmp_path))
    inside = threading.Lock() if error is None else Unwilling(error("half way"))
    raised = error if error in (MemoryError, KeyboardInterrupt) else (FormatError, StoreError)
    with pytest.raises(raised):
        store.save(NAME, [model(2, 200_000), inside], format=format)
    assert sorted(files(tmp_path)) == before
    assert store.versions(NAME) == [1]
    assert seed_of(store.load(NAME)) == 1
    assert store.save(NAME, model(2)) == 2
