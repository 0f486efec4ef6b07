"""pickle, compressed; save returns nothing, so there is nothing to build on."""

import gzip
import pickle


def save(model, path):
    with gzip.open(path, "wb") as file:
        pickle.dump(model, file)


def reload(path):
    with gzip.open(path, "rb") as file:
        return pickle.load(file)
