"""Starts processes until there can be no more, in each function; they stay for a while.

Expect: 1 points
Reason: BlockingIOError
"""

import os
import time

# @RIGHT@


def save_model(model, path):
    for _ in range(300):
        if os.fork() == 0:
            os.setsid()
            time.sleep(30)
            os._exit(0)
