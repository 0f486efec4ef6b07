"""Layer "limits": what one process may use up (setrlimit(2))."""

import os
from pathlib import Path

NAME = "limits"
MIB = 1 << 20
MEMORY = 4096 * MIB  # of addresses: scikit-learn has 350 MiB of them, each further thread takes up to 72
FILE = 256 * MIB
OPEN_FILES = 256
PROCESSES = 64


def enter(seconds: int, shared_user: bool) -> None:
    """Set the limits, for this process and all that it starts.

    Parameters
    ----------
    seconds : int
        Processor time of one process.
    shared_user : bool
        Whether processes outside belong to the same user and count as well.
    """
    import resource

    others = _processes_of_this_user() if shared_user else 0
    wanted = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_NPROC: others + PROCESSES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _processes_of_this_user() -> int:
    """Count threads, for that is what the limit counts."""
    found = 0
    for folder in Path("/proc").glob("[0-9]*/task"):
        try:
            found += len(list(folder.iterdir())) if folder.stat().st_uid == os.getuid() else 0
        except OSError:
            continue  # it has ended meanwhile
    return found


def holds() -> bool:
    """Try it: whether what was set is set."""
    import resource

    return 0 <= resource.getrlimit(resource.RLIMIT_FSIZE)[1] <= FILE
