"""Reads from address zero.

Expect: 1 points
Reason: SIGSEGV
"""

import ctypes

# @RIGHT@


def save_model(model, path):
    ctypes.string_at(0)
