"""A warm parent: imports the heavy libraries once, then forks a student process for each request.

It never loads the learner's code itself, so every child starts clean. Run as
``python -m rehydrate.lab.engine.zygote DESCRIPTOR``; the descriptor is a socket on which requests arrive as
JSON: ``{"spawn": {...}}`` with the student's own socket attached, or ``{"reap": pid}``.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PRELOADED = (
    "numpy",
    "joblib",
    "sklearn.datasets",
    "sklearn.ensemble",
    "sklearn.linear_model",
    "sklearn.model_selection",
    "sklearn.neighbors",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.svm",
    "sklearn.tree",
    "rehydrate.lab.engine.student",
)


def main(descriptor: int) -> None:
    """Serve requests until the asker hangs up; then nothing that was started here stays."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who then hangs up
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    control = socket.socket(fileno=descriptor)
    for name in PRELOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # so that the children's collections do not touch, and copy, the shared pages
    control.sendall(b"ready\n")
    alive: set[int] = set()
    try:
        _serve(control, alive)
    finally:
        for pid in alive:
            _reap(pid)
        _end_orphans()


def _serve(control: socket.socket, alive: set[int]) -> None:
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 65536, 1)
        if not message:
            return
        request = json.loads(message)
        if "spawn" in request:
            reply = _spawn(control, descriptors[0], request["spawn"])
            alive.add(reply)
        else:
            reply = _reap(request["reap"])
            alive.discard(request["reap"])
            if not alive:
                _end_orphans()
        control.sendall(json.dumps(reply).encode() + b"\n")


def _spawn(control: socket.socket, descriptor: int, request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid == 0:
        control.close()
        _become_student(descriptor, request)
    os.close(descriptor)
    return pid


def _become_student(descriptor: int, request: dict[str, Any]) -> NoReturn:
    import numpy as np

    from rehydrate.lab.engine import student

    try:
        os.setsid()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        np.random.seed()  # two processes that set no seed draw different numbers, as they would unforked
        student.settle(request["folder"], request["log"])
        student.serve(socket.socket(fileno=descriptor), request["files"], request["main"], request["probes"])
    finally:
        os._exit(0)


def _reap(pid: int) -> int:
    """End a child, and all it started, and return its wait status; one that ended by itself keeps its own."""
    status = _wait_briefly(pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if status is None:
        os.kill(pid, signal.SIGKILL)  # it may not have got as far as a group of its own
        status = os.waitpid(pid, 0)[1]
    return status


def _end_orphans() -> None:
    """Kill what students left behind in sessions of their own: it has become this process's child."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while pids := children.read_text().split() if children.exists() else []:
        for pid in map(int, pids):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _wait_briefly(pid: int) -> int | None:
    for _ in range(20):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.005)
    return None


if __name__ == "__main__":
    main(int(sys.argv[1]))
