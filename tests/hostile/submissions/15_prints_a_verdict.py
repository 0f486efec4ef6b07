"""Prints what a runner would print, and ends the process with status 0.

Expect: 0 points
Reason: exit code 0
"""

import os

print('{"trouble": "", "late": 0, "layers": []}')
print("================ 6 passed in 0.10s ================", flush=True)
os._exit(0)
