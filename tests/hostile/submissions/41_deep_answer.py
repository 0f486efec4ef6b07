"""Sends an answer of ten million brackets.

Expect: 0 points
Reason: cannot be read
"""

import os
import struct

tree = b'{"list":[' * 2_000_000
message = struct.pack(">I", len(tree)) + tree
message = struct.pack(">Q", len(message)) + message
while message:
    message = message[os.write(3, message) :]
# @NOTHING@
