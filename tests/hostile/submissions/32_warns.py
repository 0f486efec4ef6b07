"""Right, with warnings, logging and noise on standard error: nbgrader takes points for each of these.

Expect: all points
"""

import logging
import sys
import warnings

warnings.warn("this is old", DeprecationWarning, stacklevel=1)
logging.warning("this is odd")
print("Traceback (most recent call last):", file=sys.stderr)
# @RIGHT@
