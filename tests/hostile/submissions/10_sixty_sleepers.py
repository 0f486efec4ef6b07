"""Starts sixty programs that sleep, and leaves them there.

Expect: 0 points
Reason: no file was written
"""

import subprocess

for _ in range(60):
    try:
        subprocess.Popen(["sleep", "300"], start_new_session=True)
    except OSError:
        break
# @NOTHING@
