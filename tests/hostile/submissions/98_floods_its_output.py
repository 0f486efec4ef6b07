"""Prints until it can print no more.

Expect: 0 points
Reason: File too large
"""

import os

while True:
    os.write(1, b"x" * (16 << 20))
