"""Recurses until the memory of the stack is used up.

Expect: 1 points
Reason: SIGSEGV
"""

import sys

# @RIGHT@


class Deep:
    """Recurses in C."""

    def __repr__(self):
        return repr([self])


def save_model(model, path):
    sys.setrecursionlimit(1 << 30)
    repr(Deep())
