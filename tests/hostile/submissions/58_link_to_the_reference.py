"""Puts a link to the reference where the model should be: the check reads it and hands it on.

Expect: 1 points
Reason: no plain file
"""

import os

# @RIGHT@


def save_model(model, path):
    os.symlink("@COURSE@/solutions/@SLUG@/solution.py", path)


def load_model(path):
    with open(path) as file:
        raise RuntimeError(f"it has read: {file.read()}")
