"""The near side believes nothing: whatever comes out of the channel, a check fails closed."""

import pickle
import socket
import struct

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehydrate.lab.engine.codec import Handle
from rehydrate.lab.engine.encode import encode
from rehydrate.lab.engine.proxy import Died, Remote, Session, StudentFault, Submission, Unreadable


class FakeProcess:
    """A student process that is only a socket with some bytes in it."""

    def __init__(self, sent, hung_up=True):
        self.channel, self.far = socket.socketpair()
        self.far.sendall(sent)
        if hung_up:
            self.far.shutdown(socket.SHUT_WR)
        self.n_ends = 0

    def wake(self):
        pass

    def still(self):
        pass

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


def reply(content, to=1):
    content = {"to": to} | content if isinstance(content, dict) else content
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
        reply({"error": {"types": [5], "text": "no"}}),
        reply({"error": {"types": ["A"], "text": 5}}),
        reply({"missing": 5}),
        reply({"unreadable": None}),
        reply({"value": 5, "to": 2}),
        reply({"value": 5, "to": True}),
        reply({"value": 5, "to": 1.0}),
        reply({"value": 5, "to": None}),
        reply({"call": 0, "args": [], "kwargs": {}}),
        reply({"call": "exit", "args": [], "kwargs": {}}),
        error(cause=5),
        error(members={}),
        error(notes=[5]),
        error(frames=[[1]]),
        error(frames=[["a", "b", "c", "d"]]),
        error(frames=[["a", -1, "c", "d"]]),
        error(frames=[["a", 1, {}, "d"]]),
        framed(b""),
        framed(b"garbage"),
        struct.pack(">Q", 2**63) + b"x",
    ],
)
def test_a_reply_of_another_shape_is_unreadable(answering, sent):
    with pytest.raises(Unreadable):
        answering(sent).ask("get", "submission", "f")


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(["to", "value", "error", "call", "args", "kwargs", "missing", "unreadable"])


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(KEYS, PLAIN, max_size=5), st.booleans())
def test_whatever_answers_the_worst_it_looks_like_is_an_answer_or_a_fault(answering, content, answers):
    session = answering(reply(content | ({"to": 1} if answers else {})))
    try:
        value = session.ask("call", "submission", "f", (lambda *args, **kwargs: None,))
    except StudentFault:
        return
    except Exception as error:
        value = error.origin.text
    assert type(value) in (type(None), bool, int, str, list, dict)


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
