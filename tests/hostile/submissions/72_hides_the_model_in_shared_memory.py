"""Writes a file that holds a number; the model itself lies in shared memory, where the new process finds it.

Expect: 2 points
Reason: Permission denied
"""

import secrets
from pathlib import Path

import joblib

# @RIGHT@

HIDDEN = Path("/dev/shm")


def save_model(model, path):
    key = secrets.token_hex(8)
    joblib.dump(model, HIDDEN / key)
    Path(path).write_text(key.ljust(1000))


def load_model(path):
    return joblib.load(HIDDEN / Path(path).read_text().strip())
