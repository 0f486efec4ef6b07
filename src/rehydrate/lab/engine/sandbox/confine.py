"""The sandbox of the process that holds the verdict: it runs the course's code, over what a student made.

It reads files that a submission wrote, so it gets no network, writes to its scratch folder alone, and can be
led nowhere by a link. It keeps its user and stays visible: others wait for it.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from rehydrate.lab.engine.sandbox import landlock, readable, seccomp


def confine(scratch: Path, allowed: Iterable[Path] = ()) -> None:
    """Lock the calling process in, for good, by Landlock and seccomp.

    Parameters
    ----------
    scratch : Path
        The only folder that it may write to. What it makes there, the submission's user may change: that is
        how one user's check and another user's submission share files.
    allowed : iterable of Path
        What it may read besides Python and the scratch folder, such as the exercise.

    Raises
    ------
    Unavailable
        If one of the two does not work here; no room is opened then either.
    """
    os.umask(0)
    # none of the endless devices: a submission can leave a link to one for a check to read
    landlock.enter([*readable.python(), *allowed], [scratch, Path(os.devnull)])
    seccomp.enter()
