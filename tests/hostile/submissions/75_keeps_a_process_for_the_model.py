"""Leaves a process that holds the model and puts it where the new process will look.

Expect: 2 points
Reason: loaded in another process
"""

import os
import time
from pathlib import Path

import joblib

# @RIGHT@

ours = load_model  # noqa: F821
FOLDERS = ("/dev/shm", "@OUTSIDE@", "/tmp", "@TMPDIR@")


def save_model(model, path):
    Path(path).write_bytes(bytes(1000))
    if os.fork() == 0:
        os.setsid()
        while True:
            for folder in FOLDERS:
                try:
                    joblib.dump(model, f"{folder}/hostile-@TOKEN@")
                except OSError:
                    continue
            time.sleep(0.05)


def load_model(path):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    time.sleep(0.2)
    for folder in FOLDERS:
        if os.path.exists(f"{folder}/hostile-@TOKEN@"):
            return ours(f"{folder}/hostile-@TOKEN@")
    raise FileNotFoundError(2, "No such file", path)
