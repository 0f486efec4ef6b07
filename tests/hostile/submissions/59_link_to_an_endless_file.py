"""Puts a link to an endless file where the model should be: who reads it takes all memory.

Expect: 1 points
Reason: no plain file
"""

import os

# @RIGHT@


def save_model(model, path):
    if not os.path.lexists(path):
        os.symlink("/dev/zero", path)
