"""Ends, stops and interrupts its parent, its group, and all processes it may signal.

Expect: 0 points
Reason: before it answered
"""

import contextlib
import os
import signal

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGSTOP, signal.SIGKILL):
    for pid in (os.getppid(), 1, *range(2, 400)):
        if (
            pid not in (os.getpid(), 0) and os.getuid() != 0
        ):  # root without a sandbox: leave the machine alone
            with contextlib.suppress(OSError):
                os.kill(pid, number)
if os.getuid() != 0:
    with contextlib.suppress(OSError):
        os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
