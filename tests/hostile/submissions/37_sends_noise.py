"""Writes random bytes into the channel.

Expect: 0 points
Reason: cannot be read
"""

import os

os.write(3, os.urandom(4096))
# @NOTHING@
