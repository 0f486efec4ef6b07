"""Right, and forks on the way; both processes come back from the call.

Expect: all points
"""

import os

# @RIGHT@

ours = save_model  # noqa: F821


def save_model(model, path):
    ours(model, path)
    os.fork()
