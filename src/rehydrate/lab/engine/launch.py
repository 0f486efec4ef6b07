"""How a student process is made: forked from a warm parent, or started afresh."""

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from rehydrate.lab.engine import wire
from rehydrate.lab.engine.zygote import PRELOADED

PYTHON = (sys.executable, "-P", "-m")  # -P: a joblib.py in the learner's folder is not the library
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Order:
    """What a student process needs to know.

    Attributes
    ----------
    files : Path
        The folder of the learner's files.
    main : str
        The file that the checks talk to.
    probes : Path or None
        The exercise's code that sits beside it.
    folder : Path
        An empty folder to work in.
    log : Path
        Where what it prints goes.
    """

    files: Path
    main: str
    probes: Path | None
    folder: Path
    log: Path

    def as_plain(self) -> dict[str, str | None]:
        """The order as JSON can carry it."""
        return {name: None if value is None else str(value) for name, value in vars(self).items()}


class Process(Protocol):
    """A student process."""

    channel: socket.socket

    def end(self) -> int:
        """End it and return its exit code; negative is the number of the signal that ended it."""
        ...


class Launcher(Protocol):
    """Makes student processes."""

    def launch(self, order: Order) -> Process:
        """Start one."""
        ...

    def close(self) -> None:
        """End everything this launcher started."""
        ...


def launcher() -> Launcher:
    """Return the launcher for this system.

    Forking needs Linux: on macOS, forking after numpy is imported is not safe, and Windows cannot fork.
    ``REHYDRATE_FRESH=1`` asks for fresh processes anywhere.
    """
    return ForkLauncher() if _can_fork() else FreshLauncher()


def launcher_name() -> str:
    """Say in words how student processes are made here."""
    return "processes forked from a warm one" if _can_fork() else "a fresh process for each check"


def _can_fork() -> bool:
    return sys.platform == "linux" and os.environ.get("REHYDRATE_FRESH") != "1"


class FreshLauncher:
    """Starts a new interpreter for each student: slow and portable."""

    def launch(self, order: Order) -> "FreshProcess":
        """Start one."""
        return FreshProcess(order)

    def close(self) -> None:
        """Nothing outlives its own process."""


class FreshProcess:
    """A student in an interpreter of its own."""

    def __init__(self, order: Order) -> None:
        self.channel, theirs = socket.socketpair()
        windows = sys.platform == "win32"
        self._process: subprocess.Popen[bytes] = subprocess.Popen(
            [*PYTHON, "rehydrate.lab.engine.fresh"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=os.environ | ONE_THREAD,
            pass_fds=() if windows else (theirs.fileno(),),
            start_new_session=not windows,
        )
        preload = [
            name for name in PRELOADED if name in sys.modules
        ]  # what the checks use, their arguments need
        request = order.as_plain() | {"socket": self._address(theirs), "preload": preload}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode())
        self._process.stdin.close()
        theirs.close()
        wire.receive(self.channel)  # it says when it has imported everything: that is not the learner's time

    def _address(self, theirs: socket.socket) -> str:
        if sys.platform == "win32":
            return base64.b64encode(theirs.share(self._process.pid)).decode()
        return str(theirs.fileno())

    def end(self) -> int:
        """End it and return its exit code."""
        self.channel.close()
        try:
            code = self._process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            code = None
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: a group of zombies
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        return self._process.wait() if code is None else code


class ForkLauncher:
    """Forks students from a warm parent, which imports the heavy libraries once."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in close)
        self._process = subprocess.Popen(
            [*PYTHON, "rehydrate.lab.engine.zygote", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=os.environ | ONE_THREAD,
        )
        theirs.close()
        self._replies = self.control.makefile("rb")
        self._ready = False

    def launch(self, order: Order) -> "ForkedProcess":
        """Start one."""
        if not self._ready:
            self._reply()  # the warm parent says when it has imported everything
            self._ready = True
        channel, theirs = socket.socketpair()
        message = json.dumps({"spawn": order.as_plain()}).encode()
        socket.send_fds(self.control, [message], [theirs.fileno()])
        theirs.close()
        return ForkedProcess(channel, int(self._reply()), self)

    def reap(self, pid: int) -> int:
        """End a forked student and return its exit code."""
        self.control.sendall(json.dumps({"reap": pid}).encode())
        return os.waitstatus_to_exitcode(int(self._reply()))

    def close(self) -> None:
        """End the warm parent, and with it all that it forked."""
        if not self._ready:
            self._process.kill()  # still importing: nobody waits for that any more
        self._replies.close()
        self.control.close()
        self._process.wait()
        self._errors.close()

    def _reply(self) -> bytes:
        line = self._replies.readline()
        if not line:
            self._errors.seek(0)
            raise RuntimeError(
                "the warm parent ended: " + self._errors.read().decode(errors="replace")[-2000:]
            )
        return line


class ForkedProcess:
    """A student forked from the warm parent."""

    def __init__(self, channel: socket.socket, pid: int, parent: ForkLauncher) -> None:
        self.channel = channel
        self._pid = pid
        self._parent = parent

    def end(self) -> int:
        """End it and return its exit code."""
        self.channel.close()
        return self._parent.reap(self._pid)
