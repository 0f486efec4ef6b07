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


def stop_all_others(children: set[int]) -> None:
    """Stop whatever this process may signal, and return when all of it stands still.

    A signal is on its way for a while, above all to a process of many threads. It has arrived when the
    kernel tells a parent that its child stands still; of processes that are not this one's children, the
    list of processes says it, where it can be read.
    """
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGSTOP)
    for pid in children:
        with contextlib.suppress(ChildProcessError):
            os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    deadline = time.monotonic() + 1
    others = {name for name in _processes() if int(name) not in {*children, os.getpid()}}
    while others and time.monotonic() < deadline:
        others = {name for name in others if not _stands_still(name)}


def _processes() -> list[str]:
    try:
        return [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return []


def _stands_still(name: str) -> bool:
    """Whether every thread of a process is stopped or gone."""
    try:
        for thread in os.listdir(f"/proc/{name}/task"):
            with open(f"/proc/{name}/task/{thread}/stat", "rb") as file:
                if file.read().rpartition(b")")[2].split()[0] not in (b"T", b"t", b"Z", b"X"):
                    return False
    except OSError:  # it has ended, or is somebody else's
        return True
    return True
