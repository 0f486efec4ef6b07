"""Announces a long message and sends one byte of it every tenth of a second.

Expect: 0 points
Reason: no answer after
Group: timed
"""

import os
import struct
import time

os.write(3, struct.pack(">Q", 1 << 20))
while True:
    os.write(3, b"x")
    time.sleep(0.1)
