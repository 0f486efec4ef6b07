"""Returns a million objects of its own.

Expect: 9 points
Reason: objects were returned
"""

# @RIGHT@


class Name:
    """Says nothing."""


def names(folder):
    return [Name() for _ in range(200_000)]
