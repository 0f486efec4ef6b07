"""Reads what a classmate has handed in and runs it.

Expect: 0 points
Reason: PermissionError
"""

with open("@CLASS@/00_neighbour.py") as file:
    exec(file.read())
