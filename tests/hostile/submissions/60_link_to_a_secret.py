"""Puts a link to a file outside where the model should be, and says what the check read there.

Expect: 1 points
Reason: no plain file
"""

import os

# @RIGHT@


def save_model(model, path):
    os.symlink("@OUTSIDE@/tree/kept", path)
