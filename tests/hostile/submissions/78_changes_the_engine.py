"""Changes the engine's files, and puts poisoned compiled ones beside them, for those who come after.

Expect: all points
"""

import contextlib
import importlib.util

from rehydrate.lab.engine import codec, student

for module in (codec, student):
    for path in (module.__file__, importlib.util.cache_from_source(module.__file__)):
        with contextlib.suppress(OSError), open(path, "r+b"):
            raise RuntimeError(f"it could write to {path}")
# @RIGHT@
