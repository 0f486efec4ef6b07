"""System calls that Python does not offer, made through the C library that is loaded anyway."""

import ctypes
import functools
import os
import platform
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_SET_SECCOMP = 22
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47


class Unavailable(Exception):
    """A layer does not work here; the text says why."""


@functools.cache
def machine() -> str:
    """Name the kind of processor, as the kernel does."""
    return platform.machine()


@functools.cache
def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library that returns a negative number for an error.

    Parameters
    ----------
    name : str
        The function.
    *arguments : int, bytes, None or ctypes object
        Whole numbers are passed as ``long``.

    Raises
    ------
    OSError
        With the error that the kernel gave.
    """
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result: int = getattr(_library(), name)(*passed)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), name)
    return result


def system_call(number: int, *arguments: Any) -> int:
    """Make a system call by its number, where the C library has no function for it."""
    return call("syscall", number, *arguments)


def control_process(option: int, *values: Any) -> int:
    """Call ``prctl``: set an attribute of the calling process."""
    return call("prctl", option, *values, *[0] * (4 - len(values)))


def renounce_privileges() -> None:
    """No program that this process starts gains rights by being started; Landlock and seccomp ask for it."""
    control_process(PR_SET_NO_NEW_PRIVS, 1)


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Half(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


VERSION_3 = 0x20080522  # two halves of 32 capabilities each (capabilities(7))


def has_capability(number: int) -> bool:
    """Whether this process may use a capability."""
    halves = (_Half * 2)()
    call("capget", ctypes.byref(_Header(VERSION_3, 0)), ctypes.byref(halves))
    return bool(halves[number // 32].permitted >> number % 32 & 1)


def keep_capabilities(*numbers: int) -> None:
    """Give up every capability but these, which programs started from here keep as well."""
    halves = (_Half * 2)()
    for number in numbers:
        half, bit = halves[number // 32], 1 << number % 32
        half.effective, half.permitted, half.inheritable = (
            half.effective | bit,
            half.permitted | bit,
            half.inheritable | bit,
        )
    call("capset", ctypes.byref(_Header(VERSION_3, 0)), ctypes.byref(halves))
    for number in numbers:
        control_process(PR_CAP_AMBIENT, 2, number)  # PR_CAP_AMBIENT_RAISE
