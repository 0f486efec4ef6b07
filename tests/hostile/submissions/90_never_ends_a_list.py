"""Returns an iterator that has no end.

Expect: 9 points
Reason: gave
"""

import itertools

# @RIGHT@


def names(folder):
    return itertools.count()
