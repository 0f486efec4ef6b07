"""Raises while the file is read.

Expect: 0 points
Reason: ValueError: not today
"""

raise ValueError("not today")
