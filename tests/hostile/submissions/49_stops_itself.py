"""Stops itself, so that it can neither answer nor end.

Expect: 0 points
Reason: no answer after
Group: timed
"""

import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
# @NOTHING@
