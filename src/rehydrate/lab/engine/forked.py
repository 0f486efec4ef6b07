"""Talking with a process that forks: the warm parent, or a room."""

import json
import os
import socket
from typing import IO, Any


class Line:
    """One end of the talk with a process that forks: a request goes out, a line comes back.

    Parameters
    ----------
    errors : file
        Where the other side says why it ended.
    """

    def __init__(self, errors: IO[bytes]) -> None:
        self.socket, self.theirs = socket.socketpair()
        self.errors = errors
        self._replies = self.socket.makefile("rb")

    def ask(self, request: dict[str, Any], attached: socket.socket | None = None) -> int:
        """Send a request, with a socket that is then the other side's alone; return the number it answers."""
        try:
            descriptors = [attached.fileno()] if attached else []
            socket.send_fds(self.socket, [json.dumps(request).encode()], descriptors)
        except ConnectionError:
            pass  # it is gone: that is what there is to read, too
        finally:
            if attached:
                attached.close()
        return int(self.read())

    def read(self) -> bytes:
        """Read a line.

        Raises
        ------
        RuntimeError
            If the other side has ended; with its last words.
        """
        line = self._replies.readline()
        if not line:
            self.errors.seek(0)
            raise RuntimeError(
                "the warm parent ended: " + self.errors.read().decode(errors="replace")[-2000:]
            )
        return line

    def close(self) -> None:
        """Hang up."""
        self._replies.close()
        self.socket.close()


class ForkedProcess:
    """A forked student.

    Parameters
    ----------
    channel : socket
        For questions and answers.
    pid : int
        As the process that forked it knows it.
    line : Line
        The talk with that one.
    takes_turns : bool
        Whether it stands still while it is not asked: so that, in a room, no process of a submission can
        put something right behind the back of a check.
    """

    def __init__(self, channel: socket.socket, pid: int, line: Line, takes_turns: bool) -> None:
        self.channel = channel
        self._pid = pid
        self._line = line
        self._takes_turns = takes_turns

    def wake(self) -> None:
        """Let it go on, because it is about to be asked."""
        if self._takes_turns:
            self._line.ask({"wake": self._pid})

    def still(self) -> None:
        """Stop it, because it has answered."""
        if self._takes_turns:
            self._line.ask({"still": self._pid})

    def end(self) -> int:
        """End it and return its exit code."""
        self.channel.close()
        return os.waitstatus_to_exitcode(self._line.ask({"reap": self._pid}))


def spawn(line: Line, order: dict[str, Any], takes_turns: bool = False) -> ForkedProcess:
    """Have a student forked."""
    channel, theirs = socket.socketpair()
    try:
        return ForkedProcess(channel, line.ask({"spawn": order}, theirs), line, takes_turns)
    except BaseException:
        channel.close()
        raise
