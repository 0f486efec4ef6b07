"""Leaves Python while the file is read.

Expect: 0 points
Reason: SystemExit
"""

import sys

sys.exit(0)
