"""Raises pytest's own signals, in the hope that a skipped check costs nothing.

Expect: 1 points
Reason: Skipped
"""

import pytest

# @RIGHT@


def save_model(model, path):
    pytest.skip("not today")


def load_model(path):
    pytest.exit("all passed", 0)
