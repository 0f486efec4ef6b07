"""Ends the process with status 0 while the file is read: a runner that looks at the status alone is content.

Expect: 0 points
Reason: exit code 0
"""

import os

os._exit(0)
