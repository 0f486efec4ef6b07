"""Looks for open descriptors but the standard three and its channel.

Expect: all points
"""

import contextlib
import os

for descriptor in range(4, 4096):
    with contextlib.suppress(OSError):
        os.fstat(descriptor)
        raise RuntimeError(f"{descriptor} is open: {os.readlink(f'/proc/self/fd/{descriptor}')}")
# @RIGHT@
