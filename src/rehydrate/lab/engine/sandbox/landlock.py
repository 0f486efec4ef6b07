"""Layer "landlock": which files may be read and which written (docs.kernel.org/userspace-api/landlock.html).

A process restricts itself, for good and with everything it starts. Only what is listed is allowed. Links are
followed first and the place they lead to is looked up, so that no link leads out.
"""

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from rehydrate.lab.engine.sandbox import kernel

NAME = "landlock"
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION = 1
PATH_BENEATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_REG, MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
READ = EXECUTE | READ_FILE | READ_DIR
# No sockets, no named pipes, no devices: who opens a file of a student's must not wait or reach anybody.
WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
SINCE = {REFER: 2, TRUNCATE: 3, IOCTL_DEV: 5}
TCP_SINCE, SCOPE_SINCE = 4, 6
TCP = 0b11  # bind and connect
SCOPE = 0b11  # abstract sockets and signals


def version() -> int:
    """Return which version of Landlock the kernel has; 0 for none."""
    try:
        return kernel.system_call(CREATE_RULESET, None, 0, VERSION)
    except OSError:
        return 0


def enter(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Allow reading and writing there and nowhere else, no TCP, and no signal to a process outside.

    Raises
    ------
    Unavailable
        If the kernel has no Landlock, or it is switched off.
    """
    known = version()
    if not known:
        raise kernel.Unavailable("the kernel has no Landlock (Linux 5.13 has), or it was started without")
    every = _known((1 << 16) - 1, known)
    ruleset = _ruleset(every, known)
    try:
        for path in readable:
            _allow(ruleset, path, READ)
        for path in writable:
            _allow(ruleset, path, (READ | WRITE) & every)
        _restrict(ruleset)
    finally:
        os.close(ruleset)


def _known(rights: int, known: int) -> int:
    return rights & ~sum(right for right, since in SINCE.items() if known < since)


def _ruleset(rights: int, known: int) -> int:
    attributes = [rights]
    if known >= TCP_SINCE:
        attributes.append(TCP)
    if known >= SCOPE_SINCE:
        attributes.append(SCOPE)
    packed = struct.pack(f"={len(attributes)}Q", *attributes)
    return kernel.system_call(CREATE_RULESET, ctypes.create_string_buffer(packed), len(packed), 0)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rights &= -1 if path.is_dir() else OF_A_FILE
            rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, place))
            kernel.system_call(ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
        finally:
            os.close(place)


def _restrict(ruleset: int) -> None:
    kernel.renounce_privileges()
    kernel.system_call(RESTRICT_SELF, ruleset, 0)


def holds() -> bool:
    """Try it: the root of the file system is on no list."""
    try:
        os.listdir("/")
    except PermissionError:
        return True
    return False
