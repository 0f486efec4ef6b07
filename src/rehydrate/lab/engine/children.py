"""Ending child processes, and what they left behind."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable


def ends_by_itself(pid: int, patience: int) -> bool:
    """Wait so many milliseconds for a child to end; whether it did."""
    try:
        handle = os.pidfd_open(pid)
    except OSError:  # Linux before 5.3
        time.sleep(patience / 1000)
        return False
    try:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        return bool(waiting.poll(patience))
    finally:
        os.close(handle)


def orphans_by_list() -> Callable[[set[int]], None]:
    """Return a function that ends children not known: what students left behind has become them."""
    try:
        children = os.open(f"/proc/self/task/{os.getpid()}/children", os.O_RDONLY)
    except OSError:
        return lambda known: None  # a kernel built without that list

    def end(known: set[int]) -> None:
        while unknown := set(map(int, os.pread(children, 1 << 16, 0).split())) - known:
            for pid in unknown:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    return end


def end_all_others(known: set[int]) -> None:
    """End whatever this process may signal: only for one that is alone in its namespace or as its user.

    One signal reaches all at once, so that no child is born meanwhile.
    """
    with contextlib.suppress(ChildProcessError, ProcessLookupError):
        while not known:
            os.kill(-1, signal.SIGKILL)
            os.waitpid(-1, 0)
