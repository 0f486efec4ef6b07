"""Returns 100 MB.

Expect: 9 points
Reason: more than the
"""

# @RIGHT@


def names(folder):
    return ["ada", b"\0" * 100_000_000]
