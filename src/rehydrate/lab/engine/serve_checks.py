"""A verdict process for many submissions: pytest collects the checks once, then a child is forked for each.

``serve`` starts it. A request is one line of JSON, ``{"files": {...}, "only": null}``; the answer is one line
for each check and a last one that says how the run ended: ``trouble`` on the course's side, or nothing, and
whether time was up.
"""

import contextlib
import inspect
import json
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from rehydrate.errors import NoSandbox
from rehydrate.lab.catalog import find
from rehydrate.lab.engine.desk import Target
from rehydrate.lab.engine.launch import ForkLauncher, Launcher
from rehydrate.lab.engine.recorder import Recorder
from rehydrate.lab.engine.result import CheckResult
from rehydrate.lab.engine.room import Room
from rehydrate.lab.engine.run import pytest_main
from rehydrate.lab.engine.sandbox import kernel, readable, scratch
from rehydrate.lab.engine.sandbox.confine import confine


class Server:
    """A pytest plugin that takes the place of pytest's own loop over the checks.

    Parameters
    ----------
    channel : socket
        Where requests come from.
    order : dict
        The exercise's slug, ``hidden``, ``sandboxed``, the ``seconds`` that one submission may take, and
        the ``libraries`` that student processes are forked with.
    launcher : ForkLauncher
        Forks them.
    """

    def __init__(self, channel: socket.socket, order: dict[str, Any], launcher: ForkLauncher) -> None:
        self.channel = channel
        self.exercise = find(order["exercise"])
        self.sandboxed: bool = order["sandboxed"]
        self.seconds: float = order["seconds"]
        self.launcher = launcher
        self.libraries: list[str] = order["libraries"]
        self.trouble = ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the checks themselves cannot be read."""
        if report.failed:
            self.trouble = f"the checks cannot be collected: {str(report.longrepr)[-500:]}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer requests until nobody asks any more."""
        _fill_caches({item.module for item in session.items if isinstance(item, pytest.Function)})
        self.launcher.wait_until_ready()
        if self.sandboxed:
            readable.python()  # found once, and then known to every child
        with self.channel.makefile("rb") as lines:
            for line in lines:
                request = json.loads(line)
                self._answer(session, request)
        return True

    def _answer(self, session: pytest.Session, request: dict[str, Any]) -> None:
        base = Path(tempfile.mkdtemp(prefix="rehydrate-"))
        end: dict[str, Any] = {"trouble": self.trouble, "late": 0, "layers": []}
        try:
            if not self.trouble:
                with self._launcher_for(base) as launcher:
                    layers = launcher.layers.active if isinstance(launcher, Room) else ()
                    end |= {"layers": layers} | self._forked(session, request, base, launcher)
        except NoSandbox as error:
            end["refused"] = [error.what, error.why, error.fix]
        finally:
            scratch.remove(base)
        self._say(end)

    @contextlib.contextmanager
    def _launcher_for(self, base: Path) -> Iterator[Launcher]:
        """Yield what makes this submission's processes; when it closes, all of them have ended."""
        if not self.sandboxed:
            yield self.launcher
            return
        room = self.launcher.room(base)
        try:
            yield room
        finally:
            room.close()

    def _forked(
        self, session: pytest.Session, request: dict[str, Any], base: Path, launcher: Launcher
    ) -> dict[str, Any]:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            self._become_verdict(
                session, request, Target(self.exercise, _files(request), launcher, base), writer
            )
        os.close(writer)
        in_time = False
        try:
            with open(reader, "rb") as said:
                in_time = bool(select.select([said], [], [], self.seconds)[0])  # it speaks once, or dies
                trouble = said.read() if in_time else b""
        finally:
            if not in_time:
                os.kill(pid, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if not in_time:
            self._start_afresh()
            return {"late": self.seconds}
        return {"trouble": trouble.decode() if code == 0 else f"the verdict process ended with {code}"}

    def _start_afresh(self) -> None:
        """End what a verdict process that was killed has left running, and be ready for the next."""
        if not self.sandboxed:
            self.launcher.close()
            self.launcher = ForkLauncher(self.libraries)
            self.launcher.wait_until_ready()

    def _become_verdict(
        self, session: pytest.Session, request: dict[str, Any], target: Target, end: int
    ) -> NoReturn:
        """Run the collected checks in this child, say what went wrong on our side, and end."""
        code = 1
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            kernel.control_process(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
            recorder = Recorder(target, request["only"], self._row)
            recorder.expect(session.items)
            session.config.pluginmanager.register(recorder)
            if self.sandboxed and target.base is not None:
                confine(target.base, [self.exercise.folder, *(path.parent for path in target.files.values())])
            items = [item for item in session.items if request["only"] in (None, item.name)]
            for item, following in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            os.write(end, recorder.trouble.encode())
            code = 0
        finally:
            os._exit(code)

    def _row(self, row: CheckResult) -> None:
        self._say(row.as_plain())

    def _say(self, line: dict[str, Any]) -> None:
        self.channel.sendall(json.dumps(line).encode() + b"\n")


def _fill_caches(modules: set[Any]) -> None:
    """Compute once what the checks keep in a cache and can make without arguments, such as a fitted model."""
    for module in modules:
        for function in list(vars(module).values()):
            if hasattr(function, "cache_info") and not _needs_arguments(function):
                function()


def _needs_arguments(function: Any) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(
        each.default is each.empty and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
        for each in parameters
    )


def _files(request: dict[str, Any]) -> dict[str, Path]:
    return {name: Path(path) for name, path in request["files"].items()}


def _stop(number: int, frame: object) -> NoReturn:
    """Leave at once, by the way on which everything is put away."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit()


def serve(channel: socket.socket, order: dict[str, Any], launcher: ForkLauncher) -> None:
    """Collect, serve, and leave nothing behind."""
    signal.signal(signal.SIGTERM, _stop)
    server = Server(channel, order, launcher)
    try:
        code, said = pytest_main(server.exercise, order["hidden"], server)
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            print(said[-1000:], file=sys.stderr)
    finally:
        server.launcher.close()
