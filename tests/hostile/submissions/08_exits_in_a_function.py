"""Leaves Python in the middle of a check.

Expect: 1 points
Reason: SystemExit
"""

import sys

# @RIGHT@


def save_model(model, path):
    sys.exit("all tests passed")
