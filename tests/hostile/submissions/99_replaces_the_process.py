"""Becomes another program, which keeps the channel and answers as it likes.

Expect: 0 points
Reason: before it answered
"""

import os

os.set_inheritable(3, True)
os.execvp("sh", ["sh", "-c", "printf PASSED >&3"])
