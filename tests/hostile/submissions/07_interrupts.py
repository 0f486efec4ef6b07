"""Pretends that somebody pressed Ctrl-C.

Expect: 0 points
Reason: KeyboardInterrupt
"""

raise KeyboardInterrupt
