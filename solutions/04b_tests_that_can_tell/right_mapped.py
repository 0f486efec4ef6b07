"""The arrays stay in the file and are read when they are needed; nobody can write to them.

A new file is put in the old one's place, so a model that still reads the old one goes on doing so.
"""

import os

import joblib


def save(model, path):
    beside = path.with_name(path.name + ".part")
    joblib.dump(model, beside)
    os.replace(beside, path)
    return path


def reload(path):
    return joblib.load(path, mmap_mode="r")
