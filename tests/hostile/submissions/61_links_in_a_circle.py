"""Puts links that lead to each other, and links out of the folder, where the check will look.

Expect: 1 points
Reason: no file was written
"""

import os

# @RIGHT@


def save_model(model, path):
    os.symlink("b", path)
    os.symlink("a.joblib", os.path.join(os.path.dirname(path), "b"))
    os.symlink("/", os.path.join(os.path.dirname(path), "c"))
    os.symlink("@OUTSIDE@/tree", os.path.join(os.path.dirname(path), "there"))
