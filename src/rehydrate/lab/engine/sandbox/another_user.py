"""Layer "another user": root becomes a user that nobody else is, one for each room.

The limit on processes does not bind root, and root may write to every file. The one power that is kept is to
read whatever may be read by somebody (Python may be installed below ``/root``), and only where Landlock says
which files those are. It is passed on to programs that a student process starts.
"""

import os

from rehydrate.lab.engine.sandbox import kernel

NAME = "another user"
CAP_DAC_READ_SEARCH = 2
FIRST = 0x70000000  # no distribution gives out numbers above this one (systemd.io/UIDS-GIDS)
EACH = 64  # rooms that one warm parent may have open at a time; process ids stay below 2 ** 22


def number_for(parent: int, room: int) -> int | None:
    """Return a user number for the n-th room of a warm parent; none if this process is an ordinary user."""
    return FIRST + parent * EACH + room % EACH if os.geteuid() == 0 else None


def enter(number: int | None, others_hold: bool) -> None:
    """Become that user, for good.

    Parameters
    ----------
    number : int or None
        The user; None for an ordinary user, who cannot become another one.
    others_hold : bool
        Whether Landlock will say which files may be read, and seccomp close the ways around it.

    Raises
    ------
    Unavailable
        If this process may not.
    """
    if number is None:
        raise kernel.Unavailable("only root can become another user")
    if not others_hold:
        raise kernel.Unavailable("it needs landlock and seccomp, which say what it may read")
    kept = [CAP_DAC_READ_SEARCH] if kernel.has_capability(CAP_DAC_READ_SEARCH) else []
    try:
        kernel.control_process(kernel.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(number, number, number)
        os.setresuid(number, number, number)
    except OSError as error:
        raise kernel.Unavailable(f"user {number} cannot be taken on: {error.strerror}") from None
    kernel.keep_capabilities(*kept)


def holds(number: int | None) -> bool:
    """Try it: root's number must not come back."""
    try:
        os.setuid(0)
    except PermissionError:
        return os.getresuid() == (number,) * 3
    return False
