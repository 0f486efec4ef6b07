"""Whole messages over a socket: eight bytes of length, then the message.

A deadline is a moment of ``time.monotonic()``, which nobody can set back. It holds for the whole message: a
sender of one byte at a time gains nothing by it.
"""

import socket
import struct
import time

from rehydrate.lab.engine.codec import MAX_BYTES


def send(channel: socket.socket, message: bytes, deadline: float | None = None) -> None:
    """Send one message.

    Parameters
    ----------
    channel : socket
        To the other side.
    message : bytes
        What to send.
    deadline : float, optional
        When to give up.

    Raises
    ------
    TimeoutError
        If the other side has not taken all of it by then.
    """
    _wait_until(channel, deadline)
    channel.sendall(struct.pack(">Q", len(message)) + message)  # the timeout is that of all parts together


def receive(channel: socket.socket, limit: int = 2 * MAX_BYTES, deadline: float | None = None) -> bytes:
    """Receive one message.

    Parameters
    ----------
    channel : socket
        From the other side.
    limit : int
        The largest message accepted, in bytes.
    deadline : float, optional
        When to give up.

    Raises
    ------
    EOFError
        If the other side is gone.
    TimeoutError
        If the message is not complete by the deadline.
    ValueError
        If the message claims to be larger than ``limit``.
    """
    (length,) = struct.unpack(">Q", _exactly(channel, 8, deadline))
    if length > limit:
        raise ValueError(f"a message of {length:,} bytes is more than the {limit:,} accepted")
    return _exactly(channel, length, deadline)


def _exactly(channel: socket.socket, n_bytes: int, deadline: float | None) -> bytes:
    received = bytearray()
    while len(received) < n_bytes:
        _wait_until(channel, deadline)
        part = channel.recv(min(1 << 20, n_bytes - len(received)))
        if not part:
            raise EOFError("the other side is gone")
        received += part
    return bytes(received)


def _wait_until(channel: socket.socket, deadline: float | None) -> None:
    """Let the next operation take until the deadline and no longer."""
    left = None if deadline is None else deadline - time.monotonic()
    if left is not None and left <= 0:
        raise TimeoutError
    channel.settimeout(left)
