"""Announces a message of 9 exabytes.

Expect: 0 points
Reason: cannot be read
"""

import os
import struct

os.write(3, struct.pack(">Q", (1 << 63) - 1))
# @NOTHING@
