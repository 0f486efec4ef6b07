"""Whole messages over a socket: eight bytes of length, then the message."""

import socket
import struct

from rehydrate.lab.engine.codec import MAX_BYTES


def send(channel: socket.socket, message: bytes) -> None:
    """Send one message."""
    channel.sendall(struct.pack(">Q", len(message)) + message)


def receive(channel: socket.socket, limit: int = 2 * MAX_BYTES) -> bytes:
    """Receive one message.

    Parameters
    ----------
    channel : socket
        Its own timeout applies to each read.
    limit : int
        The largest message accepted, in bytes.

    Raises
    ------
    EOFError
        If the other side is gone.
    TimeoutError
        If it stays silent for longer than the channel's timeout.
    ValueError
        If the message claims to be larger than ``limit``.
    """
    (length,) = struct.unpack(">Q", _exactly(channel, 8))
    if length > limit:
        raise ValueError(f"a message of {length:,} bytes is more than the {limit:,} accepted")
    return _exactly(channel, length)


def _exactly(channel: socket.socket, n_bytes: int) -> bytes:
    received = bytearray()
    while len(received) < n_bytes:
        part = channel.recv(min(1 << 20, n_bytes - len(received)))
        if not part:
            raise EOFError("the other side is gone")
        received += part
    return bytes(received)
