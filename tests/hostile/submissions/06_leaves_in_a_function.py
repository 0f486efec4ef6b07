"""Ends the process with status 0 in the middle of a check.

Expect: 1 points
Reason: exit code 0
"""

import os

# @RIGHT@


def save_model(model, path):
    os._exit(0)
