"""Raises an error whose name and text move the cursor, colour what follows and turn the reading direction.

Expect: 1 points
Reason: there is no mark for this
"""

# @RIGHT@


class Liar(Exception):
    """Its name is a colour."""


Liar.__name__ = "\x1b[32mPASSED\x1b[0m"


def save_model(model, path):
    raise Liar("\x1b[2K\x1b[1A\rada  10/10  PASSED\u202e\x07\x00\x9b31m there is no mark for this")
