"""A warm parent: imports the heavy libraries once, then forks a student process for each request.

It never loads the learner's code itself, so every child starts clean. Run as
``python -m rehydrate.lab.engine.zygote DESCRIPTOR``; the descriptor is a socket on which requests arrive as
JSON, each answered with one line of JSON:

``{"spawn": {...}}`` with the student's own socket attached: fork a student process; its id.
``{"reap": id}``: end it and all that it left behind; its wait status.
``{"wake": id}``, ``{"still": id}``: in a room, let it go on alone, or stop all of them.
``{"room": {...}}`` with a socket attached: fork a process that locks itself in (``sandbox.lock_in``) and then
answers spawn and reap on that socket as this one does, in there; its id.
``{"close": id}``: end a room and all in it.
"""

import contextlib
import gc
import itertools
import json
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

from rehydrate.lab.engine import pages, warm
from rehydrate.lab.engine.become import alone_with, student_process, work_in_series
from rehydrate.lab.engine.children import end_all_others, ends_by_itself, orphans_by_list, stop_all_others
from rehydrate.lab.engine.sandbox import kernel

if TYPE_CHECKING:
    from rehydrate.lab.engine.sandbox.lock_in import Plan

PATIENCE = 100  # milliseconds in which a process whose asker hung up may end by itself
PATIENCE_WITH_ROOMS = 1000  # one ends by itself when it has ended all in it
MANY = 12  # forks


def main(descriptor: int, libraries: Sequence[str]) -> None:
    """Import the libraries, then serve requests until the asker hangs up; nothing that was started stays."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who then hangs up
    warm.up(libraries)
    serve(socket.socket(fileno=descriptor))


def serve(control: socket.socket) -> None:
    """Serve requests, in a process that has imported the libraries and nothing of a check."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kernel.control_process(kernel.PR_SET_CHILD_SUBREAPER, 1)
    gc.freeze()  # so that the children's collections do not touch, and copy, the shared pages
    control.sendall(b"ready\n")
    Parent(control, orphans_by_list()).serve()


def become(control: socket.socket, errors: IO[bytes]) -> NoReturn:
    """Turn a fork of another process into a warm parent, which says in a file why it ended, if it did."""
    try:
        os.dup2(errors.fileno(), 2)
        serve(alone_with(control.fileno()))
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


class Parent:
    """Whoever forks student processes: the warm parent, or a room in which it is done for one submission.

    Parameters
    ----------
    control : socket
        Where requests come from.
    end_orphans : callable
        Ends every child of this process but those given.
    locked_in : bool
        Whether this is a room.
    tidy : callable
        Called before a student process is started that will be the only one.
    alone : bool
        Whether a signal to all reaches this submission's processes and no others.
    """

    def __init__(
        self,
        control: socket.socket,
        end_orphans: Callable[[set[int]], None],
        locked_in: bool = False,
        tidy: Callable[[], None] = lambda: None,
        alone: bool = False,
    ) -> None:
        self.control = control
        self.alone = alone
        self.still = False
        self.tidy = tidy
        self.end_orphans = end_orphans
        self.locked_in = locked_in
        self.alive: set[int] = set()
        self.rooms = itertools.count()
        self.spawned = 0

    def serve(self) -> None:
        """Answer until the asker hangs up, then end all that is left."""
        answers: dict[str, Callable[..., int]] = {"spawn": self._spawn, "reap": self._reap}
        if self.locked_in:
            answers |= {"wake": self._wake, "still": self._still}
        else:
            answers |= {"room": self._room, "close": self._close}
        try:
            while True:
                message, descriptors, _, _ = socket.recv_fds(self.control, 65536, 1)
                if not message:
                    return
                [(verb, what)] = json.loads(message).items()
                self.control.sendall(b"%d\n" % answers[verb](what, *descriptors))
        except ConnectionError:  # the asker was gone before it had its answer
            return
        finally:
            for pid in list(self.alive):
                self._end(pid, patience=0)
            self.end_orphans(set())

    def _spawn(self, request: dict[str, Any], descriptor: int) -> int:
        self._expect_more(1)
        is_first = not self.alive
        if is_first:
            self.tidy()
        pid = self._fork()
        if pid == 0:
            student_process(descriptor, request, locked_in=self.locked_in, is_first=is_first)
        os.close(descriptor)
        self.alive.add(pid)
        return pid

    def _fork(self) -> int:
        """Fork; where a submission has used up its processes, all of them are ended first."""
        try:
            return os.fork()
        except BlockingIOError:
            if not self.locked_in:
                raise
            self.alive.clear()
            self.end_orphans(set())
            return os.fork()

    def _wake(self, pid: int) -> int:
        """Let a student process go on, and none beside it."""
        if self.alone:
            self.still = False
            signals = [(os.kill, -1)] if self.alive == {pid} else [(os.kill, pid), (os.killpg, pid)]
            for send, whom in signals:  # it may not have got as far as a group of its own
                with contextlib.suppress(ProcessLookupError):
                    send(whom, signal.SIGCONT)
        return 0

    def _still(self, pid: int) -> int:
        """Stop all of them: what is nobody's turn must not change what a check is looking at."""
        if self.alone:
            self.still = True
            stop_all_others(self.alive)
        return 0

    def _reap(self, pid: int) -> int:
        status = self._end(pid, 0 if self.still else PATIENCE)
        self.end_orphans(self.alive)
        return status

    def _room(self, request: dict[str, Any], descriptor: int) -> int:
        from rehydrate.lab.engine.sandbox import lock_in

        self._expect_more(MANY)
        plan = lock_in.plan_for(Path(request["scratch"]), os.getpid(), next(self.rooms))
        pid = lock_in.open_room(lambda missing: _become_room(descriptor, plan, missing))
        os.close(descriptor)
        self.alive.add(pid)
        return pid

    def _expect_more(self, forks: int) -> None:
        """Prepare for many forks as soon as there are many, which a short life does not repay."""
        before, self.spawned = self.spawned, self.spawned + forks
        if before < MANY <= self.spawned and not self.locked_in:
            pages.gather()

    def _close(self, pid: int) -> int:
        status = self._end(pid, PATIENCE_WITH_ROOMS)
        self.end_orphans(self.alive)
        return status

    def _end(self, pid: int, patience: int) -> int:
        """End a child and its group, and return its wait status; one that ended by itself keeps its own."""
        if pid not in self.alive:
            return signal.SIGKILL  # it was ended with all others
        self.alive.discard(pid)
        ended = patience > 0 and ends_by_itself(pid, patience)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        if not ended:
            os.kill(pid, signal.SIGKILL)  # it may not have got as far as a group of its own
        return os.waitpid(pid, 0)[1]


def _become_room(descriptor: int, plan: "Plan", missing: dict[str, str]) -> None:
    """Lock this process in, say with what, and serve."""
    from rehydrate.lab.engine.sandbox import another_user, lock_in, namespaces

    kernel.control_process(kernel.PR_SET_CHILD_SUBREAPER, 1)
    control = alone_with(descriptor)
    end_orphans = orphans_by_list()  # while /proc can still be read
    layers = lock_in.lock_in(plan, missing)
    alone = os.getpid() == 1 or another_user.NAME in layers.active
    if alone:
        end_orphans = end_all_others
    if namespaces.NAME in layers.missing:
        work_in_series()
    control.sendall(json.dumps(vars(layers) | {"user": plan.user}).encode() + b"\n")
    own_memory = namespaces.NAME in layers.active
    tidy = _empty_shared_memory if own_memory else lambda: None
    Parent(control, end_orphans, locked_in=True, tidy=tidy, alone=alone).serve()


def _empty_shared_memory() -> None:
    """Remove what an earlier student process of this room has left in the room's own shared memory."""
    from rehydrate.lab.engine.sandbox import namespaces, scratch

    with contextlib.suppress(OSError):  # there may be none
        scratch.empty(namespaces.SHARED_MEMORY)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
