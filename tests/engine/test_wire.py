"""Whole messages, within one deadline, however they are cut."""

import socket
import struct
import threading
import time

import pytest

from rehydrate.lab.engine import wire


@pytest.fixture
def ends():
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def test_a_message_larger_than_the_limit_is_not_read(ends):
    here, there = ends
    wire.send(there, b"x" * 100)
    with pytest.raises(ValueError, match="a message of 100 bytes is more than the 99 accepted"):
        wire.receive(here, limit=99)


def test_messages_arrive_whole_and_apart(ends):
    here, there = ends
    wire.send(there, b"first")
    wire.send(there, b"")
    assert (wire.receive(here), wire.receive(here)) == (b"first", b"")


def test_a_message_may_arrive_in_pieces(ends):
    here, there = ends
    received = []
    reader = threading.Thread(target=lambda: received.append(wire.receive(here)))
    reader.start()
    for byte in struct.pack(">Q", 3) + b"abc":
        there.sendall(bytes([byte]))
    reader.join()
    assert received == [b"abc"]


def test_the_deadline_is_that_of_the_whole_message(ends):
    here, there = ends
    over = threading.Event()

    def drip():
        there.sendall(struct.pack(">Q", 1 << 20))
        while not over.wait(0.01):
            there.sendall(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()
    try:
        with pytest.raises(TimeoutError):
            wire.receive(here, deadline=time.monotonic() + 0.2)
    finally:
        over.set()
        dripping.join()


def test_a_reader_that_takes_nothing_is_not_waited_for(ends):
    here, _ = ends
    with pytest.raises(TimeoutError):
        wire.send(here, b"x" * (32 << 20), deadline=time.monotonic() + 0.1)


def test_after_the_deadline_nothing_is_read(ends):
    here, there = ends
    wire.send(there, b"late")
    with pytest.raises(TimeoutError):
        wire.receive(here, deadline=time.monotonic() - 1)


def test_a_claimed_length_takes_no_memory_before_the_bytes_come(ends):
    here, there = ends
    there.sendall(struct.pack(">Q", 1 << 26) + b"x")
    there.shutdown(socket.SHUT_WR)
    with pytest.raises(EOFError):
        wire.receive(here)
