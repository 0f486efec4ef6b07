"""Right, and changes to another folder on the way.

Expect: all points
"""

import os

os.chdir("/")
# @RIGHT@
