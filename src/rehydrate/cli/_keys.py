"""Single keys from a terminal, without Enter; and the terminal afterwards as it was before."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

Pressed = Callable[[float], str]
"""Wait so many seconds for a key; return it, "" for none, "?" for one without a meaning."""

ENTER, END = "r", "q"  # what Enter means, and what it means that nothing can be typed any more


def one_by_one() -> bool:
    """Whether keys arrive as they are pressed; on a terminal that calls itself dumb, Enter sends them."""
    return sys.platform == "win32" or os.environ.get("TERM") != "dumb"


def meaning(typed: str, known: str) -> str:
    """Return the key that was meant by what was typed since last asked.

    Parameters
    ----------
    typed : str
        A key, a line, or several keys: of those pressed during a check, only the last one counts.
    known : str
        The keys that mean something, in one string.
    """
    if "\x1b" in typed:
        return ""  # an arrow or another key that sends several letters
    if typed in ("\n", "\r", "\r\n", " "):
        return ENTER
    if typed == "\x04":  # Ctrl-D
        return END
    letters = typed.strip().lower()
    wanted = letters[:1] if typed.endswith("\n") else "".join(key for key in letters if key in known)[-1:]
    return wanted if wanted and wanted in known else "?"


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def keys(known: str) -> Iterator[Pressed]:
        """Read single keys from the console.

        Parameters
        ----------
        known : str
            The keys that mean something, in one string.
        """

        def pressed(seconds: float) -> str:
            deadline = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= deadline:
                    return ""
                time.sleep(0.02)
            key = msvcrt.getwch()
            if key == "\x03":
                raise KeyboardInterrupt
            if key in "\x00\xe0":  # the first half of an arrow
                msvcrt.getwch()
                return ""
            return END if key == "\x1a" else meaning(key, known)

        yield pressed

else:
    import select
    import signal
    import termios
    import tty

    @contextmanager
    def keys(known: str) -> Iterator[Pressed]:
        """Read single keys from the terminal; it is itself again after the block, however that ends.

        Ctrl-C raises KeyboardInterrupt and SIGTERM raises SystemExit inside the block. After Ctrl-Z the
        shell has a usual terminal; after ``fg`` keys are single again and "?" is returned once.

        Parameters
        ----------
        known : str
            The keys that mean something, in one string.
        """
        terminal = _Terminal(sys.stdin.fileno())
        former = {
            signal.SIGTSTP: signal.signal(signal.SIGTSTP, terminal.pause),
            signal.SIGTERM: signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number)),
        }
        try:
            terminal.take()
            yield lambda seconds: terminal.pressed(seconds, known)
        finally:
            terminal.give_back()
            for number, handler in former.items():
                signal.signal(number, handler)

    class _Terminal:
        """A terminal whose ways are changed for a while."""

        def __init__(self, descriptor: int) -> None:
            self.descriptor = descriptor
            self.before = termios.tcgetattr(descriptor)
            self.came_back = False

        def take(self) -> None:
            if one_by_one():
                tty.setcbreak(self.descriptor, termios.TCSADRAIN)

        def give_back(self) -> None:
            with suppress(termios.error):  # the terminal may be gone: its window was closed
                termios.tcsetattr(self.descriptor, termios.TCSADRAIN, self.before)

        def pause(self, number: int, frame: FrameType | None) -> None:
            """Stop as Ctrl-Z asks, and go on here after ``fg``."""
            self.give_back()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)
            signal.signal(signal.SIGTSTP, self.pause)
            self.take()
            self.came_back = True

        def pressed(self, seconds: float, known: str) -> str:
            ready, _, _ = select.select([self.descriptor], [], [], seconds)
            if self.came_back:
                self.came_back = False
                return "?"
            if not ready:
                return ""
            try:
                typed = os.read(self.descriptor, 1024)
            except OSError:
                typed = b""  # the terminal is gone
            return meaning(typed.decode(errors="ignore"), known) if typed else END
