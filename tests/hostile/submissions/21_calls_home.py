"""Opens connections of every kind.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import socket
import urllib.request

places = [
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int("@TCP@"))),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", int("@UDP@"))),
    (socket.AF_UNIX, socket.SOCK_STREAM, "@UNIX@"),
    (socket.AF_UNIX, socket.SOCK_STREAM, "\0@ABSTRACT@"),
]
for family, kind, address in places:
    with contextlib.suppress(OSError), socket.socket(family, kind) as sender:
        sender.settimeout(1)
        sender.connect(address)
        sender.sendall(b"what the hidden checks say")
with contextlib.suppress(OSError):
    urllib.request.urlopen("http://127.0.0.1:@TCP@/", timeout=1).close()
# @NOTHING@
