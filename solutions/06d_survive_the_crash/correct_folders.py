"""A folder for each version, made ready elsewhere: it cannot be renamed onto one that holds something."""

import os
import pickle
import shutil
import uuid


def sync(path):
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def save(folder, model):
    ready = folder / f"tmp-{uuid.uuid4().hex}"
    try:
        ready.mkdir()
        (ready / "model.pickle").write_bytes(pickle.dumps(model))
        sync(ready / "model.pickle")
        sync(ready)
        number = max(versions(folder), default=0) + 1
        while True:
            try:
                os.rename(ready, folder / str(number))
                break
            except OSError:  # FileExistsError here, "directory not empty" there
                if not (folder / str(number)).exists():
                    raise
                number += 1
    except BaseException:
        shutil.rmtree(ready, ignore_errors=True)
        raise
    sync(folder)
    return number


def load(folder, version=None):
    there = versions(folder)
    if not there or version not in [*there, None]:
        raise KeyError(version)
    return pickle.loads((folder / str(version or there[-1]) / "model.pickle").read_bytes())


def versions(folder):
    return sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())
