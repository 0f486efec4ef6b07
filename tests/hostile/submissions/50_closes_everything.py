"""Closes every descriptor.

Expect: 0 points
Reason: before it answered
"""

import os

os.closerange(0, 4096)
# @NOTHING@
