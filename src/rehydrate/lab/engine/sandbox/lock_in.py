"""A room: a process that has locked itself in, and in which a submission's processes run.

The layers are entered once for a submission, however many processes it needs. Each layer is entered, and in
the end tried: what does not hold is not named as active.
"""

import contextlib
import os
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from rehydrate.lab.engine.sandbox import another_user, kernel, landlock, limits, namespaces, readable, seccomp
from rehydrate.lab.engine.sandbox.layers import ORDER, Layers

SECONDS = 120  # of processor time


@dataclass(frozen=True)
class Plan:
    """What a room is made from.

    Attributes
    ----------
    scratch : Path
        The folder in which the submission may work.
    user : int or None
        The user to become; None for an ordinary user, who stays one.
    readable : tuple of Path
        What may be read besides.
    seconds : int
        Processor time that one process may use.
    """

    scratch: Path
    user: int | None
    readable: tuple[Path, ...]
    seconds: int = SECONDS


def open_room(become: Callable[[dict[str, str]], None]) -> int:
    """Fork a process, in namespaces of its own where it can have them; return its id.

    Parameters
    ----------
    become : callable
        Called in there with what is missing, by layer; it locks itself in, and ends when this returns.
    """
    reader, writer = os.pipe()
    outer = os.fork()
    if outer == 0:
        _go_in(become, writer)
    os.close(writer)
    with open(reader, "rb") as said:
        inner = int(said.read() or outer)
    if inner != outer:
        os.waitpid(outer, 0)  # the inner one becomes this process's child
    return inner


def _go_in(become: Callable[[dict[str, str]], None], writer: int) -> NoReturn:
    """Go into new namespaces, which takes a second fork: the child is their first process."""
    try:
        missing: dict[str, str] = {}
        with _noting(namespaces.NAME, missing):
            namespaces.leave()
        inner = 0 if missing else os.fork()
        if inner:
            os.write(writer, str(inner).encode())
        else:
            os.close(writer)
            become(missing)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def lock_in(plan: Plan, missing: dict[str, str]) -> Layers:
    """Enter the layers that are left, try them all, and return those that hold."""
    os.chdir("/")
    own: list[Path] = []
    if namespaces.NAME not in missing:
        with _noting(namespaces.NAME, missing):
            own = namespaces.settle(plan.scratch)
    known = landlock.version()
    with _noting(another_user.NAME, missing):
        another_user.enter(plan.user, known > 0 and seccomp.works())
    alone = not {namespaces.NAME, another_user.NAME} <= set(missing)
    with _noting(limits.NAME, missing):
        limits.enter(plan.seconds, shared_user=not alone)
    with _noting(landlock.NAME, missing):
        landlock.enter(plan.readable, [plan.scratch, Path(os.devnull), *own])
    with _noting(seccomp.NAME, missing):
        seccomp.enter(pretend=not alone)
    _try(plan, missing)
    shields = alone or known >= landlock.SCOPE_SINCE
    return Layers(tuple(name for name in ORDER if name not in missing), missing, shields)


def _try(plan: Plan, missing: dict[str, str]) -> None:
    holds = {
        limits.NAME: limits.holds,
        another_user.NAME: lambda: another_user.holds(plan.user),
        namespaces.NAME: namespaces.holds,
        landlock.NAME: landlock.holds,
        seccomp.NAME: seccomp.holds,
    }
    for name, tried in holds.items():
        if name not in missing and not tried():
            missing[name] = "it was entered without a complaint, but does not hold"


@contextlib.contextmanager
def _noting(name: str, missing: dict[str, str]) -> Iterator[None]:
    try:
        yield
    except (kernel.Unavailable, OSError) as error:
        missing[name] = str(error)


def plan_for(scratch: Path, parent: int, room: int) -> Plan:
    """Plan the n-th room of a warm parent."""
    devices = readable.DEVICES
    return Plan(scratch, another_user.number_for(parent, room), (*readable.python(), *devices))
