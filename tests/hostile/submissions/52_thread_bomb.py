"""Starts three hundred threads that wait.

Expect: 0 points
Reason: start new thread
"""

import threading
import time

for _ in range(300):
    threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
# @NOTHING@
