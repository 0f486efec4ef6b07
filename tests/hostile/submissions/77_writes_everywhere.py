"""Writes into every folder that somebody may be able to write to, into the library and into the engine.

Expect: all points
"""

import contextlib
import os
import site
import sysconfig

import rehydrate

places = [
    "/",
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/run",
    "/root",
    "/home",
    "@OUTSIDE@",
    "@TMPDIR@",
    "@CLASS@",
    "@COURSE@",
]
places += [os.path.dirname(rehydrate.__file__), sysconfig.get_path("purelib"), *site.getsitepackages()]
places += ["@COURSE@/solutions/@SLUG@", "@COURSE@/exercises/@SLUG@", "@COURSE@/exercises/@SLUG@/__pycache__"]
for place in places:
    with contextlib.suppress(OSError):
        open(f"{place}/hostile-@TOKEN@", "w").close()
        if place != "/dev/shm":  # the room has one of its own
            raise RuntimeError(f"it could write to {place}")
# @RIGHT@
