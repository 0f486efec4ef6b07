"""Starts ten processes that each ask for half a gigabyte and write to a little of it.

Expect: 0 points
Reason: no file was written
"""

import mmap
import os
import time

# @NOTHING@

for _ in range(10):
    if os.fork() == 0:
        taken = mmap.mmap(-1, 512 << 20)
        taken[: 1 << 20] = b"\1" * (1 << 20)
        time.sleep(30)
        os._exit(0)
