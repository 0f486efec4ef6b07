"""What has to sit beside the learner's code: reading its file, and exchanging it behind its back."""

import os
import sys
from pathlib import Path

import joblib
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

X, y = load_iris(return_X_y=True)
_, X_test, _, y_test = train_test_split(X, y, test_size=0.3, random_state=1)


def answers(path):
    """Return what the model in the file says about all flowers."""
    return joblib.load(path).predict_proba(X)


def accuracy(path):
    """Return the accuracy of the model in the file on the test rows."""
    return float(joblib.load(path).score(X_test, y_test))


def files_here():
    """Return the names of the files in the working folder."""
    return sorted(path.name for path in Path.cwd().iterdir())


def exchange_before_reading(path, decoy):
    """From now on, whoever opens the file ``path`` for reading finds the content of the file ``decoy`` in it.

    Python announces every opening of a file to its audit hooks before it happens, whichever function is used.
    The hook stays for the rest of this process, which ends with the check.
    """
    wanted, content = os.path.abspath(path), Path(decoy).read_bytes()

    def hook(event, arguments):
        if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        name, _, flags = arguments
        reading = not flags & (os.O_WRONLY | os.O_RDWR)
        if reading and os.path.abspath(os.fsdecode(name)) == wanted and os.path.exists(wanted):
            Path(wanted).write_bytes(content)

    sys.addaudithook(hook)
