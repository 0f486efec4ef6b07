"""Right, with as many processes as there can be: they and the first are ended, and a new one is started.

Expect: 8 points
Reason: killed by SIGKILL
"""

import contextlib
import os
import time

# @RIGHT@

ours = save_model  # noqa: F821


def save_model(model, path):
    ours(model, path)
    with contextlib.suppress(OSError):
        for _ in range(300):
            if os.fork() == 0:
                os.setsid()
                time.sleep(30)
                os._exit(0)
