"""Writes a file that says where the model lies: in the first process's own folder, which the new one reads.

Expect: 2 points
Reason: Permission denied
"""

import os
import secrets
from pathlib import Path

import joblib

# @RIGHT@

HERE = Path(os.getcwd())


def save_model(model, path):
    key = secrets.token_hex(8)
    joblib.dump(model, HERE / key)
    Path(path).write_text(str(HERE / key).ljust(1000))


def load_model(path):
    return joblib.load(Path(path).read_text().strip())
