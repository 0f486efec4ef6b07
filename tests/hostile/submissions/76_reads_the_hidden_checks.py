"""Looks for the hidden checks: their text, what Python compiled them to, and what pytest did.

Expect: all points
"""

import contextlib
from pathlib import Path

# @RIGHT@

places = ["@COURSE@/solutions/@SLUG@/test_hidden.py", "@COURSE@/exercises/@SLUG@/test_exercise.py"]
for folder in (
    "@COURSE@",
    "@COURSE@/solutions",
    "@COURSE@/solutions/@SLUG@",
    "@COURSE@/solutions/@SLUG@/__pycache__",
):
    with contextlib.suppress(OSError):
        places += [str(path) for path in Path(folder).iterdir()]
        raise RuntimeError(f"it can list {folder}")
for place in places:
    with contextlib.suppress(OSError), open(place, "rb") as file:
        raise RuntimeError(f"it has read {file.read(20)}")
