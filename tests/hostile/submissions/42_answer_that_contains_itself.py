"""Returns lists that contain themselves.

Expect: 9 points
Reason: nested more than
"""

# @RIGHT@


def names(folder):
    found = ["ada"]
    found.append(found)
    return found
