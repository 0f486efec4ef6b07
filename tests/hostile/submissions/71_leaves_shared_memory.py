"""Leaves shared memory, semaphores, queues and keys of every kind behind.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import ctypes
from multiprocessing import shared_memory

libc = ctypes.CDLL(None)
for call in ("shmget", "semget"):
    getattr(libc, call)(ctypes.c_int(int("@KEY@")), ctypes.c_size_t(1), ctypes.c_int(0o1666))
libc.msgget(ctypes.c_int(int("@KEY@")), ctypes.c_int(0o1666))
with contextlib.suppress(OSError):
    shared_memory.SharedMemory("@TOKEN@", create=True, size=1 << 20)
with contextlib.suppress(OSError):
    open("/dev/shm/hostile-@TOKEN@", "w").close()
librt = ctypes.CDLL("librt.so.1")
librt.mq_open(b"/@TOKEN@", 0o102, 0o666, None)
# @NOTHING@
