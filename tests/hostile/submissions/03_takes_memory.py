"""Takes 6 GB of addresses, none of which is written to.

Expect: 0 points
Reason: MemoryError
"""

import numpy as np

taken = [np.empty(256 << 20, np.uint8) for _ in range(24)]
# @RIGHT@
