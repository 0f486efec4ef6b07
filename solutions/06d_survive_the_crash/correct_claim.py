"""A number is claimed by a file that only one saver can create; the model is put beside it when ready."""

import os
import pickle


def put(path, data):
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    try:
        while data:
            data = data[os.write(handle, data) :]
        os.fsync(handle)
        os.close(handle)
        part.replace(path)
    except BaseException:
        part.unlink()
        raise
    handle = os.open(path.parent, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def save(folder, model):
    data = pickle.dumps(model)
    number = max([0, *(int(path.name.split(".")[0]) for path in folder.glob("*.*"))]) + 1
    while True:
        claim = folder / f"{number}.claimed"
        try:
            claim.touch(exist_ok=False)
            break
        except FileExistsError:
            number += 1
    try:
        put(folder / f"{number}.model", data)
    except BaseException:
        claim.unlink()
        raise
    return number


def load(folder, version=None):
    if version is None:
        version = max(versions(folder), default=None)
    try:
        return pickle.loads((folder / f"{version}.model").read_bytes())
    except FileNotFoundError:
        raise LookupError(version) from None


def versions(folder):
    return sorted(int(path.stem) for path in folder.glob("*.model"))
