"""Makes system calls by numbers that a filter may not know.

Expect: 0 points
Reason: SIGSYS
"""

import ctypes

ctypes.CDLL(None).syscall(0x40000000 + 41, 2, 1, 0)  # socket, by the x32 interface
# @NOTHING@
