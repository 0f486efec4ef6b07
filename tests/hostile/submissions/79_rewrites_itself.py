"""Changes its own file, so that the next process gets another program.

Expect: 0 points
Reason: no file was written
"""

import contextlib

with contextlib.suppress(OSError), open(__file__, "w") as file:
    file.write("def names(folder):\n    return sorted(path.stem for path in folder.iterdir())\n")
# @NOTHING@
