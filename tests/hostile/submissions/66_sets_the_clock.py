"""Right, and sets the clocks back, those of the system and those of its own process.

Expect: all points
"""

import contextlib
import time

with contextlib.suppress(OSError):
    time.clock_settime(time.CLOCK_REALTIME, time.time())
    open("@OUTSIDE@/clock", "w").close()
time.time = time.monotonic = time.perf_counter = lambda: -1e9
time.sleep = lambda seconds: None
# @RIGHT@
