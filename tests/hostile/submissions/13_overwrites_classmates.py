"""Empties what the others have handed in, cuts it short, renames it, and changes its times and modes.

Expect: 0 points
Reason: no file was written
"""

import contextlib
import os

for name in ("00_neighbour.py", "zz_neighbour.py"):
    path = f"@CLASS@/{name}"
    for attempt in (
        lambda path: open(path, "a").close() or open(path, "w").close(),
        lambda path: os.truncate(path, 0),
        lambda path: os.rename(path, f"{path}.gone"),
        lambda path: os.chmod(path, 0o777),
        lambda path: os.utime(path, (0, 0)),
        lambda path: os.link(path, "mine"),
        lambda path: os.setxattr(path, "user.mine", b"1"),
    ):
        with contextlib.suppress(OSError):
            attempt(path)
# @NOTHING@
