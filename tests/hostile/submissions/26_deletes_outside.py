"""Removes a tree that is not its own.

Expect: 0 points
Reason: no file was written
"""

import shutil

shutil.rmtree("@OUTSIDE@/tree", ignore_errors=True)
# @NOTHING@
