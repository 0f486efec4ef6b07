"""Right, and takes all limits off that it can.

Expect: all points
"""

import contextlib
import os
import resource

for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_CPU):
    with contextlib.suppress(ValueError, OSError):
        before = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if before != resource.RLIM_INFINITY:
            raise RuntimeError(f"limit {kind} can be taken off")
with contextlib.suppress(OSError):
    os.nice(-10)
# @RIGHT@
