"""Deletes the checks and the reference.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import os

for name in (
    "exercises/@SLUG@/test_exercise.py",
    "solutions/@SLUG@/test_hidden.py",
    "solutions/@SLUG@/solution.py",
):
    with contextlib.suppress(OSError):
        os.unlink(f"@COURSE@/{name}")
# @NOTHING@
