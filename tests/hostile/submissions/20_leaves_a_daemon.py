"""Forks twice into a session of its own, ignores every signal it can, and goes on for ten minutes.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import os
import signal
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(1, 65):
            with contextlib.suppress(OSError, ValueError):
                signal.signal(number, signal.SIG_IGN)
        for _ in range(600):
            time.sleep(1)
            with contextlib.suppress(OSError):
                open("@OUTSIDE@/daemon-was-here", "w").close()
    os._exit(0)
# @NOTHING@
