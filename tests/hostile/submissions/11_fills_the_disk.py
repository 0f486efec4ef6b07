"""Writes a gigabyte into its folder: no file may be larger than 256 MiB, and none may stay.

Expect: 0 points
Reason: File too large
"""

with open("large", "wb") as file:
    for _ in range(64):
        file.write(b"\0" * (16 << 20))
