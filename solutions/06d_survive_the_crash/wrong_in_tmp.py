"""Writes in the folder for temporary files, and moves the file from there.

Misconception: temporary-means-tmp
Fails: test_a_killed_save_is_seen_whole_or_not_at_all, test_a_full_disk_is_reported,
    test_a_full_disk_leaves_nothing_behind, test_a_power_cut_leaves_whole_versions,
    test_what_was_saved_survives_a_power_cut
"""

import contextlib
import fcntl
import os
import pickle
import shutil
import tempfile


@contextlib.contextmanager
def alone(folder):
    with open(folder / ".lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def save(folder, model):
    data = pickle.dumps(model)
    with alone(folder):
        number = max(versions(folder), default=0) + 1
        handle, part = tempfile.mkstemp()
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            shutil.move(part, folder / f"model-{number}")
        except BaseException:
            os.unlink(part)
            raise
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    return number


def load(folder, version=None):
    there = versions(folder)
    if not there or (version is not None and version not in there):
        raise LookupError(version)
    with open(folder / f"model-{version or there[-1]}", "rb") as file:
        return pickle.load(file)


def versions(folder):
    return sorted(int(name[6:]) for name in os.listdir(folder) if name.startswith("model-"))
