"""Right, with a main part that would ask questions and leave.

Expect: all points
"""

import sys

# @RIGHT@

if __name__ == "__main__":
    input("which file? ")
    sys.exit(0)
