"""A verdict process for many submissions: pytest collects the checks once, then children are forked for each.

``serve`` starts it. A request is one line of JSON, ``{"files": {...}, "only": null, "briefly": false}``; the
answer is one line for each check and a last one that says how the run ended: ``trouble`` on the course's
side, or nothing, and whether time was up.
"""

import contextlib
import functools
import gc
import inspect
import json
import os
import select
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

import pytest

from rehydrate.errors import NoSandbox
from rehydrate.lab.catalog import find
from rehydrate.lab.engine.board import Board, Token, Turns
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
    launchers : list of ForkLauncher
        Fork them; for each there is a verdict process, side by side with the others.
    """

    def __init__(self, channel: socket.socket, order: dict[str, Any], launchers: list[ForkLauncher]) -> None:
        self.channel = channel
        self.exercise = find(order["exercise"])
        self.sandboxed: bool = order["sandboxed"]
        self.seconds: float = order["seconds"]
        self.launchers = launchers
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
        for launcher in self.launchers:
            launcher.wait_until_ready()
        if self.sandboxed:
            readable.python()  # found once, and then known to every child
        gc.freeze()  # a collection in a child would touch, and copy, all that it shares with this process
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
                with self._launchers_for(base) as launchers:
                    layers = launchers[0].layers.active if isinstance(launchers[0], Room) else ()
                    end |= {"layers": layers} | self._forked(session, request, base, launchers)
        except NoSandbox as error:
            end["refused"] = [error.what, error.why, error.fix]
        finally:
            scratch.remove(base)
        self._say(end)

    @contextlib.contextmanager
    def _launchers_for(self, base: Path) -> Iterator[Sequence[Launcher]]:
        """Yield what makes this submission's processes; when it closes, all of them have ended."""
        if not self.sandboxed:
            yield self.launchers
            return
        room = self.launchers[0].room(base)
        try:
            yield [room]
        finally:
            room.close()

    def _forked(
        self, session: pytest.Session, request: dict[str, Any], base: Path, launchers: Sequence[Launcher]
    ) -> dict[str, Any]:
        """Have the checks run by forked verdict processes, one for each launcher."""
        items = [item for item in session.items if request["only"] in (None, item.name)]
        board = Board([item.name for item in items], shared=len(launchers) > 1)
        running: dict[IO[bytes], int] = {}
        with contextlib.closing(Turns(len(items))) as turns, contextlib.closing(Token()) as speaking:
            for launcher in launchers:
                reader, writer = os.pipe()
                pid = os.fork()
                if pid == 0:
                    target = Target(self.exercise, _files(request), launcher, base)
                    row = functools.partial(self._row, speaking)
                    recorder = Recorder(target, request["only"], row, board, request["briefly"])
                    self._become_verdict(session, recorder, (items[turn] for turn in turns), writer)
                os.close(writer)
                running[os.fdopen(reader, "rb")] = pid
            end = self._wait_for(running)
        if running:
            self._start_afresh()
        return end

    def _wait_for(self, running: dict[IO[bytes], int]) -> dict[str, Any]:
        """Wait for verdict processes; when one ends badly, or time is up, those that still run are ended."""
        deadline = time.monotonic() + self.seconds
        end = {"trouble": ""}
        try:
            while running:
                left = max(0.0, deadline - time.monotonic())
                ready = select.select(list(running), [], [], left)[0]  # each speaks once, or dies
                if not ready:
                    return {"late": self.seconds}
                with ready[0] as said:
                    trouble = said.read().decode()
                code = os.waitstatus_to_exitcode(os.waitpid(running.pop(ready[0]), 0)[1])
                if code:
                    return {"trouble": f"the verdict process ended with {code}"}
                end["trouble"] = end["trouble"] or trouble
            return end
        finally:
            for said, pid in running.items():
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                said.close()

    def _start_afresh(self) -> None:
        """End what verdict processes that were killed have left running, and be ready for the next."""
        if not self.sandboxed:
            for launcher in self.launchers:
                launcher.close()
            self.launchers = [ForkLauncher(self.libraries) for _ in self.launchers]
            for launcher in self.launchers:
                launcher.wait_until_ready()

    def _become_verdict(
        self, session: pytest.Session, recorder: Recorder, items: Iterable[pytest.Item], end: int
    ) -> NoReturn:
        """Run collected checks in this child, say what went wrong on our side, and end."""
        code = 1
        target = recorder.target
        try:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            kernel.control_process(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
            recorder.expect(session.items)
            session.config.pluginmanager.register(recorder)
            if self.sandboxed and target.base is not None:
                confine(target.base, [self.exercise.folder, *(path.parent for path in target.files.values())])
            for item in items:  # which one is next is not known yet, so everything is put away after each
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            os.write(end, recorder.trouble.encode())
            code = 0
        finally:
            os._exit(code)

    def _row(self, speaking: Token, row: CheckResult) -> None:
        with speaking.held():
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


def serve(channel: socket.socket, order: dict[str, Any], launchers: list[ForkLauncher]) -> None:
    """Collect, serve, and leave nothing behind."""
    signal.signal(signal.SIGTERM, _stop)
    server = Server(channel, order, launchers)
    try:
        try:
            code, said = pytest_main(server.exercise, order["hidden"], server)
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from here on nothing may stop the putting away
        if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            print(said[-1000:], file=sys.stderr)
    finally:
        for launcher in server.launchers:
            launcher.close()
