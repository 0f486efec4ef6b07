"""Adds an audit hook that raises, so that the engine in its process cannot do anything.

Expect: 0 points
Reason: cannot be read
"""

import sys


def refuse(event, arguments):
    raise SystemExit(0)


sys.addaudithook(refuse)
# @NOTHING@
