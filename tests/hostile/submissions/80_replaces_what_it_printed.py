"""Puts a link in the place of the file that takes what it prints.

Expect: all points
"""

import contextlib
import os

for descriptor in (1, 2):
    with contextlib.suppress(OSError):
        log = os.readlink(f"/proc/self/fd/{descriptor}")
        os.unlink(log)
        os.symlink("@OUTSIDE@/tree/kept", log)
        raise RuntimeError("it could replace the file")
# @RIGHT@
