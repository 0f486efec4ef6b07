"""Prints its environment and that of every process it can see; no secret of the runner's may be there.

Expect: all points
"""

import contextlib
import os
from pathlib import Path

print(dict(os.environ))
for path in Path("/proc").glob("[0-9]*/environ"):
    with contextlib.suppress(OSError):
        print(path.read_bytes())
if "GRADER_TOKEN" in os.environ:
    raise RuntimeError("it has the secret")
# @RIGHT@
