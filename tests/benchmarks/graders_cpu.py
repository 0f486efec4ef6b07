"""Runs a command and writes down what it and all its descendants used.

::

    python graders_cpu.py REPORT SECONDS COMMAND...

The system adds the CPU time of a process to its parent's account when the parent waits for it. A descendant
whose parent has ended first, as kernels of notebooks may, would be lost: on Linux it is handed to this
process instead, which waits for it. What still runs when the command has ended is killed, and counted.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


def main():
    """Run the command, wait for everything, write the report."""
    report, seconds, *command = sys.argv[1:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    try:
        status = subprocess.run(command, timeout=float(seconds)).returncode
    except subprocess.TimeoutExpired:
        status = -signal.SIGKILL
    wall = time.perf_counter() - start
    end_the_others()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "status": status,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "largest": used.ru_maxrss * (1 if sys.platform == "darwin" else 1024),  # bytes, of one process
    }
    Path(report).write_text(json.dumps(found))


def end_the_others():
    """Kill and wait for what the command has left behind, until there is none."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while pids := children.read_text().split() if children.exists() else []:
        for pid in map(int, pids):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
