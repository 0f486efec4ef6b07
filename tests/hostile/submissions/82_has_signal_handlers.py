"""Right, with signal handlers and an alarm of its own.

Expect: all points
"""

import signal

signal.signal(signal.SIGALRM, lambda number, frame: print("later"))
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
# @RIGHT@
