"""The near side believes nothing: whatever comes out of the channel, a check fails closed."""

import pickle
import socket
import struct

import numpy as np
import pytest

from rehydrate.lab.engine import proxy, wire
from rehydrate.lab.engine.codec import Handle, encode
from rehydrate.lab.engine.proxy import Died, Remote, Session, StudentFault, Submission, Unreadable


class FakeProcess:
    """A student process that is only a socket with some bytes in it."""

    def __init__(self, sent, hung_up=True):
        self.channel, self.far = socket.socketpair()
        self.far.sendall(sent)
        if hung_up:
            self.far.shutdown(socket.SHUT_WR)
        self.n_ends = 0

    def end(self):
        self.channel.close()
        self.far.close()
        self.n_ends += 1
        return 7


@pytest.fixture
def answering():
    """Make a session whose far side has sent these bytes."""
    sessions = []

    def make(sent, **options):
        sessions.append(Session(FakeProcess(sent, **options), 5.0, []))
        return sessions[-1]

    yield make
    for session in sessions:
        session.end()


def framed(message):
    return struct.pack(">Q", len(message)) + message


def reply(content):
    return framed(encode(content, lambda thing: Handle(1, "Thing", False)))


def error(**changes):
    row = {"types": ["ValueError", "Exception"], "text": "no", "frames": [], "loading": False} | changes
    return reply({"error": row})


def test_a_value_arrives_and_the_call_is_noted(answering):
    session = answering(reply({"value": np.zeros((2, 3))}))
    session.ask("call", "submission", "predict", (np.ones(4), [1, 2]), {"proba": True})
    assert session.calls == ["predict(array 4, [1, 2], proba=True) gave array 2x3"]


@pytest.mark.parametrize(
    "sent",
    [
        reply([1]),
        reply(5),
        reply("value"),
        reply(np.zeros(3)),
        reply({}),
        reply({"error": None}),
        reply({"error": {"types": []}}),
        error(frames=[[1]]),
        error(frames=[["a", "b", "c", "d"]]),
        framed(b""),
        framed(b"garbage"),
        struct.pack(">Q", 2**63) + b"x",
    ],
)
def test_a_reply_of_another_shape_is_unreadable(answering, sent):
    with pytest.raises(Unreadable):
        answering(sent).ask("get", "submission", "f")


@pytest.mark.parametrize("sent", [b"", b"\0\0\0", struct.pack(">Q", 100) + b"half"])
def test_a_reply_cut_short_is_a_death(answering, sent):
    session = answering(sent)
    with pytest.raises(Died) as caught:
        session.ask("get", "submission", "f")
    assert caught.value.code == 7


def test_after_a_message_of_absurd_length_nothing_more_is_read(answering):
    session = answering(struct.pack(">Q", 2**63) + reply({"value": True}))
    with pytest.raises(Unreadable):
        session.ask("get", "submission", "f")
    with pytest.raises(Died):
        session.ask("get", "submission", "f")


def test_no_fault_of_the_submission_passes_for_an_expected_exception(answering):
    assert not issubclass(StudentFault, Exception)
    with pytest.raises(StudentFault), pytest.raises(Exception):  # noqa: B017
        answering(framed(b"")).ask("get", "submission", "f")


@pytest.mark.parametrize(
    "name", ["BaseException", "KeyboardInterrupt", "SystemExit", "print", "nothing of that name"]
)
def test_no_name_sent_makes_anything_but_an_exception(answering, name):
    with pytest.raises(RuntimeError, match="^no$"):
        answering(error(types=[name])).ask("get", "submission", "f")


def test_a_session_is_ended_once(answering):
    session = answering(b"")
    assert (session.end(), session.end(), session.process.n_ends) == (7, 7, 1)


def test_a_remote_object_is_not_pickled_by_accident(answering):
    remote = Remote(answering(b""), Handle(1, "Report", False))
    with pytest.raises(TypeError, match="cannot be copied out"):
        pickle.dumps(remote)
    assert repr(remote) == "<Report>"


def test_an_object_of_one_process_cannot_be_given_to_another(answering):
    first, second = answering(b""), answering(b"")
    with pytest.raises(TypeError, match="given to another"):
        second.ask("call", "submission", "f", (Remote(first, Handle(1, "Report", False)),))


def test_a_private_name_is_not_asked_for(answering):
    session = answering(b"")
    for thing in (Submission(session), Submission(session).probes, Remote(session, Handle(1, "x", False))):
        with pytest.raises(AttributeError):
            thing.__wrapped__  # noqa: B018


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.zeros((3, 4)), "array 3x4"),
        ([0] * 100, "[" + "0, " * 12 + "..."),
        (10**5000, "<int>"),
        ("a" * 100, "'" + "a" * 36 + "..."),
        (None, "None"),
    ],
    ids=["array", "list", "huge", "text", "none"],
)
def test_values_are_told_in_forty_characters(value, said):
    assert proxy._short(value) == said


def test_a_message_larger_than_the_limit_is_not_read():
    here, there = socket.socketpair()
    with here, there:
        wire.send(there, b"x" * 100)
        with pytest.raises(ValueError, match="a message of 100 bytes is more than the 99 accepted"):
            wire.receive(here, limit=99)


def test_a_message_arrives_whole_however_it_is_cut():
    here, there = socket.socketpair()
    with here, there:
        wire.send(there, b"first")
        wire.send(there, b"")
        assert (wire.receive(here), wire.receive(here)) == (b"first", b"")
