"""Links the folder that the check is about to make to one outside, so that the check writes there.

Expect: 8 points
Reason: File exists
"""

import os

# @RIGHT@

ours = load_model  # noqa: F821


def load_model(path):
    if not os.path.exists(path):
        os.symlink("@OUTSIDE@/tree", os.path.join(os.path.dirname(path), "there"))
    return ours(path)
