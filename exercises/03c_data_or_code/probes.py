"""The experiments of 03c, each in a process of its own. Read it after you have predicted."""

import json
import os
import pickle
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np


class Payload:
    """Asks to be rebuilt by a call; this one makes a folder."""

    def __init__(self, marker):
        self.marker = str(marker)

    def __reduce__(self):
        return os.mkdir, (self.marker,)


def outcome(name):
    """Write a hostile twin, load it, and say what came of it; None if a library for it is not installed."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path, marker = Path(folder) / "twin", Path(folder) / "it_ran"
        try:
            write_and_load = EXPERIMENTS[name]
            write_and_load(path, Payload(marker))
        except ImportError:
            return None
        except Exception:
            return "code" if marker.exists() else "refused"
        return "code" if marker.exists() else "data"


def joblib_file(path, payload):
    joblib.dump(payload, path)
    joblib.load(path)


def compressed(path, payload):
    joblib.dump(payload, path, compress=("gzip", 3))
    joblib.load(path)


def mapped(path, payload):
    joblib.dump({"rows": np.zeros((8, 4)), "note": payload}, path)
    joblib.load(path, mmap_mode="r")


def archive_of_numbers(path, payload):
    with path.open("wb") as file:
        np.savez(file, coef=as_numbers(payload))
    np.load(path)["coef"]


def archive_of_objects(path, payload, **settings):
    with path.open("wb") as file:
        np.savez(file, rows=np.array([payload, payload], dtype=object))
    np.load(path, **settings)["rows"]


def archive_with_pickles_allowed(path, payload):
    archive_of_objects(path, payload, allow_pickle=True)


def hickle_file(path, payload):
    import hickle

    hickle.dump(payload, path, mode="w")
    hickle.load(path)


def plain_hdf5(path, payload):
    import h5py

    with h5py.File(path, "w") as file:
        file["coef"] = as_numbers(payload)
    with h5py.File(path) as file:
        file["coef"][:]


def safetensors_file(path, payload):
    from safetensors.numpy import load_file

    content = as_numbers(payload).tobytes()
    entry = {"dtype": "U8", "shape": [len(content)], "data_offsets": [0, len(content)]}
    header = json.dumps({"coef": entry}).encode()
    path.write_bytes(len(header).to_bytes(8, "little") + header + content)
    load_file(path)["coef"]


def as_numbers(payload):
    """Return the bytes of a pickle as an array of small numbers."""
    return np.frombuffer(pickle.dumps(payload), dtype=np.uint8)


EXPERIMENTS = {
    "weights.h5": joblib_file,
    "coefficients.pkl": archive_of_numbers,
    "model.bin": compressed,
    "sensors.npz": archive_of_objects,
    "sensors.npz, pickles allowed": archive_with_pickles_allowed,
    "iris.hdf5": hickle_file,
    "grid.hdf5": plain_hdf5,
    "layer.safetensors": safetensors_file,
    "rows.joblib": mapped,
}
