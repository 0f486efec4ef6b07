"""What has to sit beside the learner's code: reading its file, and exchanging it behind its back."""

import os
import sys
from pathlib import Path

import joblib
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split

STARTS = ("subprocess.Popen", "os.fork", "os.posix_spawn")
X, y = load_iris(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)


def answers(path):
    """Return what the model in the file says about all flowers."""
    return joblib.load(path).predict_proba(X)


def accuracies(path):
    """Return the accuracies of the model in the file, on the test rows and on the training rows."""
    model = joblib.load(path)
    return float(model.score(X_test, y_test)), float(model.score(X_train, y_train))


def holds(path):
    """Say in words what is in the file."""
    found = joblib.load(path)
    if not hasattr(found, "predict_proba"):
        return f"a {type(found).__name__}"
    return "a fitted model" if hasattr(found, "classes_") else "a model that was not fitted"


def files_here():
    """Return the names of the files in the working folder."""
    return sorted(path.name for path in Path.cwd().iterdir())


def exchange_before_reading(path, decoy):
    """From now on, whoever opens the file ``path`` for reading finds the content of the file ``decoy`` in it.

    Python announces every opening of a file, and every start of another process, to its audit hooks before it
    happens. The hook stays for the rest of this process, which ends with the check.
    """
    wanted, content = os.path.abspath(path), Path(decoy).read_bytes()

    def hook(event, arguments):
        if (event in STARTS or reads(event, arguments, wanted)) and os.path.exists(wanted):
            Path(wanted).write_bytes(content)

    sys.addaudithook(hook)


def reads(event, arguments, wanted):
    """Say whether an event is the opening of this file for reading."""
    if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
        return False
    name, _, flags = arguments
    return not flags & (os.O_WRONLY | os.O_RDWR) and os.path.abspath(os.fsdecode(name)) == wanted
