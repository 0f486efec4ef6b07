"""Sends its own descriptors with its answer, so that the other side has them open.

Expect: all points
"""

import contextlib
import os
import socket

# @RIGHT@

pipe = os.pipe()
with contextlib.suppress(OSError):
    channel = socket.socket(fileno=os.dup(3))
    socket.send_fds(channel, [b""], [0, 1, *pipe] * 20)
