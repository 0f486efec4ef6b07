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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rehydrate.errors import NoSandbox
from rehydrate.lab.engine import zygote
from rehydrate.lab.engine.forked import ForkedProcess, Line, spawn
from rehydrate.lab.engine.sandbox.layers import Layers
from rehydrate.lab.engine.warm import PRELOADED

if TYPE_CHECKING:
    from rehydrate.lab.engine.room import Room

PYTHON = (sys.executable, "-P", "-m")  # -P: a joblib.py in the learner's folder is not the library
KEPT = ("PATH", "LANG", "LANGUAGE", "TZ", "TMPDIR", "HOME", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX")
KEPT_FAMILIES = ("LC_", "PYTHON", "REHYDRATE_", "OMP_", "OPENBLAS_", "MKL_", "SKLEARN_", "JOBLIB_", "SYSTEM")
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
    shared : Path or None
        A folder that it and the check both write to.
    """

    files: Path
    main: str
    probes: Path | None
    folder: Path
    log: Path
    shared: Path | None = None

    def as_plain(self) -> dict[str, str | None]:
        """The order as JSON can carry it."""
        return {name: None if value is None else str(value) for name, value in vars(self).items()}


class Process(Protocol):
    """A student process."""

    channel: socket.socket

    def wake(self) -> None:
        """Let it go on, because it is about to be asked."""
        ...

    def still(self) -> None:
        """Stop it, if that can be done here, because it has answered."""
        ...

    def end(self) -> int:
        """End it and return its exit code; negative is the number of the signal that ended it."""
        ...


class Launcher(Protocol):
    """Makes student processes."""

    @property
    def user(self) -> int | None:
        """The user as whom they run, where that is another one."""
        ...

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
    return ForkLauncher() if can_fork() else FreshLauncher()


def launcher_name() -> str:
    """Say in words how student processes are made here."""
    return "processes forked from a warm one" if can_fork() else "a fresh process for each check"


def can_fork() -> bool:
    """Whether processes can be forked here with numpy in them."""
    return sys.platform == "linux" and os.environ.get("REHYDRATE_FRESH") != "1"


def plain_environment() -> dict[str, str]:
    """Return the variables that student processes are given: how to find Python, and no runner's secrets."""
    kept = {
        name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_FAMILIES)
    }
    return kept | ONE_THREAD


class FreshLauncher:
    """Starts a new interpreter for each student: slow and portable."""

    user = None
    layers = Layers.none("it is a means of Linux's, for forked processes")

    def launch(self, order: Order) -> "FreshProcess":
        """Start one."""
        return FreshProcess(order)

    def close(self) -> None:
        """Nothing outlives its own process."""


class FreshProcess:
    """A student in an interpreter of its own."""

    def __init__(self, order: Order) -> None:
        from rehydrate.lab.engine import wire  # numpy comes with it

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

    def wake(self) -> None:
        """It was never stopped."""

    def still(self) -> None:
        """Nothing can stop it and what it has started."""

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


class _Child:
    """A process that was forked from this one."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def kill(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Return its wait status when it has ended."""
        return os.waitpid(self.pid, 0)[1]


class ForkLauncher:
    """Forks students from a warm parent, which imports the heavy libraries once.

    Parameters
    ----------
    libraries : sequence of str
        What it imports.
    """

    user = None

    def __init__(self, libraries: Sequence[str] = PRELOADED) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in close)
        self.line = Line(self._errors)
        self._process: subprocess.Popen[bytes] | _Child = subprocess.Popen(
            [*PYTHON, "rehydrate.lab.engine.zygote", str(self.line.theirs.fileno()), *libraries],
            pass_fds=[self.line.theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=plain_environment(),
        )
        self.line.theirs.close()
        self._ready = False

    @classmethod
    def from_here(cls) -> "ForkLauncher":
        """Fork the warm parent from this process, which has imported the libraries and nothing of a check."""
        made = cls.__new__(cls)
        made._errors = tempfile.TemporaryFile()  # noqa: SIM115
        made.line = Line(made._errors)
        pid = os.fork()
        if pid == 0:
            zygote.become(made.line.theirs, made._errors)
        made._process = _Child(pid)
        made.line.theirs.close()
        made._ready = False
        return made

    def launch(self, order: Order) -> ForkedProcess:
        """Start one."""
        self.wait_until_ready()
        return spawn(self.line, order.as_plain())

    def room(self, scratch: Path, *, trusted: bool = False) -> "Room":
        """Have one submission's processes forked in a room locked in with all the layers of the sandbox.

        Parameters
        ----------
        scratch : Path
            An empty folder of this submission's, for all that its checks write.
        trusted : bool
            Whether the files are known to be harmless: then the room is opened even where the layers that
            work here could not hold other people's code.

        Raises
        ------
        NoSandbox
            If they could not, and ``trusted`` is not set; or if a room has something else in that place.
        """
        from rehydrate.lab.engine.room import Room
        from rehydrate.lab.engine.sandbox.namespaces import SHARED_MEMORY

        if scratch.resolve().is_relative_to(SHARED_MEMORY):
            raise NoSandbox(
                f"A submission cannot be given the folder {scratch}.",
                why=f"the sandbox puts a {SHARED_MEMORY} of its own in that place",
                fix="name another place for temporary files: TMPDIR=/var/tmp rehydrate grade ...",
            )
        self.wait_until_ready()
        return Room(self.line, scratch.resolve(), trusted)

    def close(self) -> None:
        """End the warm parent, and with it all that it forked."""
        if not self._ready:
            self._process.kill()  # still importing: nobody waits for that any more
        self.line.close()
        self._process.wait()
        self._errors.close()

    def wait_until_ready(self) -> None:
        """Return when the heavy libraries are imported, which a forked copy of this launcher cannot see."""
        if not self._ready:
            self.line.read()  # the warm parent says when it has imported everything
            self._ready = True
