"""Leaves a thread, a process and an alarm that look for the next submission's files to change them.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

# @NOTHING@


def vandalise(*ignored):
    for _ in range(300):
        for top in (Path("@TMPDIR@"), Path("/tmp"), Path("@CLASS@")):
            with contextlib.suppress(OSError):
                for path in top.glob("*/answer.py"):
                    path.write_text("raise SystemExit")
        time.sleep(0.1)


signal.signal(signal.SIGALRM, vandalise)
signal.alarm(1)
threading.Thread(target=vandalise, daemon=True).start()
if os.fork() == 0:
    os.setsid()
    vandalise()
    os._exit(0)
