"""An exercise's checks, collected once in a verdict process of their own, for many submissions."""

import json
import os
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from rehydrate.errors import NoSandbox
from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.launch import PYTHON, FreshLauncher, can_fork, plain_environment
from rehydrate.lab.engine.listing import assemble
from rehydrate.lab.engine.result import CheckResult, Result

SECONDS = 120.0
AT_ONCE = min(2, os.cpu_count() or 1)  # checks side by side, for somebody who waits
_ONE_AT_A_TIME = threading.Lock()  # pytest keeps what it is doing in the process's environment


class Checks:
    """The checks of one exercise, ready to run.

    Starting pytest and collecting takes longer than running the checks, so it is done once: a verdict
    process does it and then forks a child for each submission. Where a process with numpy in it cannot be
    forked safely, pytest starts again for each submission, in this process.

    Parameters
    ----------
    exercise : Exercise
        The task.
    hidden : bool
        Whether to run the hidden checks too.
    sandboxed : bool
        Whether student processes and verdict process are locked in, as other people's code needs.
    hash_seed : int, optional
        ``PYTHONHASHSEED`` of student and verdict processes.
    seconds : float
        Limit for one submission.
    side_by_side : int
        How many checks of one submission run at once: for somebody who waits. Checks of tests share what
        they have found out, and stay in one process.
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        hidden: bool = False,
        sandboxed: bool = False,
        hash_seed: int | None = None,
        seconds: float = SECONDS,
        side_by_side: int = 1,
    ) -> None:
        self.exercise = exercise
        self.hidden = hidden
        self.sandboxed = sandboxed
        self.seconds = seconds
        self.hash_seed = hash_seed
        self.side_by_side = 1 if exercise.kind == "test" else side_by_side
        self._closed = False
        self._server = _Server(self) if can_fork() else None

    def __enter__(self) -> "Checks":
        """Return the checks."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the verdict process."""
        self.close()

    def close(self) -> None:
        """End the verdict process and all that it started."""
        self._closed = True
        if self._server is not None:
            self._server.close()

    def run(self, files: dict[str, Path], *, only: str | None = None, briefly: bool = False) -> Result:
        """Run the checks over a submission.

        Parameters
        ----------
        files : dict of str to Path
            Declared name to file.
        only : str, optional
            Run this one check.
        briefly : bool
            Run nothing more after a check that was not passed.

        Raises
        ------
        NoSandbox
            If the checks are to be sandboxed and this system has none that holds.
        """
        if self._server is None:
            if self.sandboxed:
                FreshLauncher.layers.refuse_if_open()
            from rehydrate.lab.engine.run import run  # pytest comes with it, which nobody else needs here

            with _ONE_AT_A_TIME:
                return run(self.exercise, files, hidden=self.hidden, only=only, briefly=briefly)
        rows, end = self._server.ask(files, only, briefly)
        if end["gone"] and not self._closed:  # the next submission gets another one
            self._server.close()
            self._server = _Server(self)
        return assemble(
            self.exercise,
            rows,
            hidden=self.hidden,
            only=only,
            trouble=end["trouble"],
            late=end["late"],
            layers=tuple(end["layers"]),
        )

    def nothing(self) -> Result:
        """Return the result of a submission that cannot be run at all."""
        return assemble(self.exercise, {}, hidden=self.hidden)


class _Server:
    """The near end of a verdict process: one JSON object a line goes out, some lines come back."""

    def __init__(self, checks: Checks) -> None:
        self.channel, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  (closed in close)
        order = {
            "exercise": checks.exercise.slug,
            "hidden": checks.hidden,
            "sandboxed": checks.sandboxed,
            "seconds": checks.seconds,
            "side_by_side": checks.side_by_side,
        }
        environment = plain_environment()
        if checks.hash_seed is not None:
            environment["PYTHONHASHSEED"] = str(checks.hash_seed)
        self._process = subprocess.Popen(
            [*PYTHON, "rehydrate.lab.engine.serve", str(theirs.fileno()), json.dumps(order)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=environment,
        )
        theirs.close()
        self._lines = self.channel.makefile("rb")

    def ask(
        self, files: dict[str, Path], only: str | None, briefly: bool
    ) -> tuple[dict[str, CheckResult], dict[str, Any]]:
        """Have a submission checked; return its rows by name, and how the run ended."""
        places = {name: str(path.absolute()) for name, path in files.items()}
        order = {"files": places, "only": only, "briefly": briefly}
        rows: dict[str, CheckResult] = {}
        try:
            self.channel.sendall(json.dumps(order).encode() + b"\n")
            while line := json.loads(self._lines.readline() or "null"):
                if "refused" in line:
                    what, why, fix = line["refused"]
                    raise NoSandbox(what, why=why, fix=fix)
                if "trouble" in line:
                    return rows, line | {"gone": False}
                rows[line["name"]] = CheckResult.from_plain(line)
        except OSError:
            pass  # it is gone, as the end of its lines says too
        trouble = f"the verdict process ended: {self._said()}"
        return rows, {"trouble": trouble, "late": 0, "layers": [], "gone": True}

    def close(self) -> None:
        """End the verdict process, whatever it is doing; it puts away what it has made."""
        self._lines.close()
        self.channel.close()
        self._process.terminate()
        self._process.wait()
        self._errors.close()

    def _said(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return (
            " ".join(line.removeprefix("INTERNALERROR>").strip() for line in lines[-3:])
            or "it did not say why"
        )
