"""What a freshly forked child becomes: a student process."""

import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any, NoReturn

from rehydrate.lab.engine.sandbox import kernel, landlock, namespaces, readable

CHANNEL = 3


def student_process(descriptor: int, request: dict[str, Any], *, locked_in: bool, is_first: bool) -> NoReturn:
    """Answer questions on a socket about the learner's files, then end.

    Parameters
    ----------
    descriptor : int
        The socket; every other descriptor is closed.
    request : dict
        The order, as JSON carries it.
    locked_in : bool
        Whether this happens in a room.
    is_first : bool
        Whether no other process of this submission is there.
    """
    import numpy as np

    from rehydrate.lab.engine import student

    try:
        os.setsid()
        kernel.control_process(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        channel = alone_with(descriptor)
        np.random.seed()  # two processes that set no seed draw different numbers, as they would unforked
        student.settle(request["folder"], request["log"])
        if locked_in:
            _narrow(request, is_first)
        student.serve(channel, request["files"], request["main"], request["probes"])
    finally:
        os._exit(0)


def _narrow(request: dict[str, Any], is_first: bool) -> None:
    """Leave a student process its own part of the room.

    Nothing reaches it from another one but by the folder that they share with the check: neither the other's
    own folder nor shared memory nor the list of processes. What is loaded again comes out of the file.
    """
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR"), request["folder"]))
    tempfile.tempdir = None
    if not is_first:
        work_in_series()
    own = [namespaces.SHARED_MEMORY] if is_first else []
    processes = namespaces.PROCESSES if is_first else namespaces.PROCESSES / str(os.getpid())
    if landlock.version():
        given = [request["files"], request["probes"], processes, *readable.python(), *readable.DEVICES]
        places = [request["folder"], request["shared"], os.devnull, *own]
        landlock.enter(*([Path(place) for place in group if place] for group in (given, places)))


def work_in_series() -> None:
    """Tell joblib that there are no processes to share work among: their semaphores are everybody's files."""
    for name, module in list(sys.modules.items()):
        if name.startswith("joblib.") and hasattr(module, "mp"):
            vars(module)["mp"] = None
    os.environ["JOBLIB_MULTIPROCESSING"] = "0"  # for programs that a student process starts


def alone_with(descriptor: int) -> socket.socket:
    """Close every descriptor but the standard three and this one, which is returned as a socket."""
    os.dup2(descriptor, CHANNEL, inheritable=False)
    os.closerange(CHANNEL + 1, os.sysconf("SC_OPEN_MAX"))
    return socket.socket(fileno=CHANNEL)
