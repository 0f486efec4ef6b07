"""Makes the bytes first, so that a model which cannot be pickled leaves no half file, and compresses them."""

import os
import pickle
import zlib


def save_model(model, path):
    content = zlib.compress(pickle.dumps(model))
    os.makedirs(path.parent, exist_ok=True)
    path.write_bytes(content)
    return path


def load_model(path):
    return pickle.loads(zlib.decompress(path.read_bytes()))
