"""Reads the reference solution and runs it.

Expect: 0 points
Reason: PermissionError
"""

with open("@COURSE@/solutions/@SLUG@/solution.py") as file:
    exec(file.read())
