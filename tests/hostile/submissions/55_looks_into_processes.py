"""Reads and writes the memory of others, traces them, and takes their descriptors.

Expect: all points
"""

import contextlib
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
found = []
for pid in (os.getppid(), 1, 2, 3, 4, 5):
    if pid == os.getpid():
        continue
    for name in ("mem", "environ", "maps", "root", "cwd", "auxv", "fd/0", "fd/2", "fd/3", "fd/4"):
        with contextlib.suppress(OSError):
            path = f"/proc/{pid}/{name}"
            if name in ("root", "cwd"):
                found += os.listdir(path)
                continue
            with open(path, "rb") as file:
                found.append(file.read(1))
    if os.getuid() != 0 and libc.ptrace(16, pid, None, None) == 0:  # PTRACE_ATTACH
        libc.ptrace(17, pid, None, None)
        found.append("traced")
    handle = libc.syscall(434, pid, 0)  # pidfd_open
    if handle >= 0 and libc.syscall(438, handle, 3, 0) >= 0:  # pidfd_getfd
        found.append("descriptor")
if any(found):
    raise RuntimeError(f"it could look into others: {found}")
# @RIGHT@
