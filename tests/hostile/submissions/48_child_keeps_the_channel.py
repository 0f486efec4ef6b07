"""Ends, and leaves a child that keeps the channel open, so that nobody sees the end of it.

Expect: 0 points
Reason: no answer after
Group: timed
"""

import os
import time

if os.fork():
    os._exit(0)
os.setsid()
time.sleep(600)
# @NOTHING@
