"""Looks in all temporary folders for files of others, also of submissions that are graded at the same time.

Expect: 0 points
Reason: no file was written
"""

import contextlib
from pathlib import Path

# @NOTHING@

for top in (
    "@TMPDIR@",
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/root",
    "/home",
    "@COURSE@",
    "@CLASS@",
    "/proc/1/root",
):
    with contextlib.suppress(OSError):
        for depth in ("*", "*/*", "*/*/*", "*/*/*/*"):
            for path in list(Path(top).glob(f"{depth}.py"))[:300]:
                text = path.read_text()
                if "joblib.dump" in text and "def save_model" in text and "glob" in text:
                    exec(text)
