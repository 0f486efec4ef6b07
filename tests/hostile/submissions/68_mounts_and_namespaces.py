"""Leaves its view of the system: new namespaces, mounts, another root.

Expect: all points
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
child = os.fork()
if child == 0:
    got = 0
    for flag in (0x10000000, 0x00020000, 0x40000000):
        got |= libc.unshare(flag) == 0
    got |= libc.mount(b"tmpfs", b"/mnt", b"tmpfs", 0, None) == 0
    got |= libc.chroot(b".") == 0
    got |= libc.syscall(56, 0x10000000 | 17, None, None, None, None) > 0  # clone with a user namespace
    os._exit(got)
if os.waitpid(child, 0)[1]:
    raise RuntimeError("it has left its namespaces")
# @RIGHT@
