"""Takes on other users, and starts the programs that could do it for it.

Expect: all points
"""

import contextlib
import ctypes
import os
import subprocess

before = os.getresuid()
for number in (0, 1000, 65534):
    with contextlib.suppress(OSError):
        os.setresuid(number, number, number)
if before[0] != 0 and os.getresuid() != before:
    raise RuntimeError("it is somebody else now")
for command in (["su", "-c", "id"], ["mount"], ["passwd", "--status"], ["newgrp"]):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        found = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=3)
        if "uid=0" in found.stdout:
            raise RuntimeError("it is root")
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
# @RIGHT@
