"""Right, and starts a program.

Expect: all points
"""

import subprocess
import sys

# @RIGHT@

ours = save_model  # noqa: F821


def save_model(model, path):
    told = subprocess.run(
        [sys.executable, "-S", "-c", "print('42')"], capture_output=True, text=True, check=True
    )
    assert told.stdout == "42\n", told
    ours(model, path)
