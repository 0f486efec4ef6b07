"""Right, and has work done when the process ends.

Expect: all points
"""

import atexit
import contextlib
import os
import sys
import weakref


class Late:
    """Works when it is forgotten."""

    def __del__(self):
        with contextlib.suppress(OSError):
            os.close(os.open("@OUTSIDE@/late", os.O_CREAT | os.O_WRONLY))


kept = Late()
atexit.register(print, "all tests passed")
atexit.register(Late)
weakref.finalize(sys, Late)
# @RIGHT@
