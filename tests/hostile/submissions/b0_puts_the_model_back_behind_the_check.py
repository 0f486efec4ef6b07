"""The first process's thread puts the model into the shared folder after the check has emptied it.

Expect: 8 points
Reason: not found
"""

import os
import threading
import time
from pathlib import Path

import joblib

# @RIGHT@


def put_back(model, folder):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.001)
        if folder.exists() and not (folder / ".kept").exists():
            joblib.dump(model, folder / ".new")
            os.replace(folder / ".new", folder / ".kept")


def save_model(model, path):
    Path(path).write_bytes(bytes(1000))
    joblib.dump(model, Path(path).parent / ".kept")
    threading.Thread(target=put_back, args=(model, Path(path).parent), daemon=True).start()


def load_model(path):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    time.sleep(0.3)
    for folder in (Path(path).parent, Path(path).parent.parent):
        if (folder / ".kept").exists():
            return joblib.load(folder / ".kept")
    raise RuntimeError("not found")
