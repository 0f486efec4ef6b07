"""Waits for connections, on every kind of socket; leaves the ends open.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import socket

kept = []
for family, address in (
    (socket.AF_INET, ("127.0.0.1", 0)),
    (socket.AF_UNIX, "\0@TOKEN@"),
    (socket.AF_UNIX, "here"),
):
    with contextlib.suppress(OSError):
        waiting = socket.socket(family)
        waiting.bind(address)
        waiting.listen()
        kept.append(waiting)
        open("@OUTSIDE@/listening", "w").close()
# @NOTHING@
