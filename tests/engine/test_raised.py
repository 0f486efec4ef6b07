"""Exceptions cross the border as type and text, whatever their own class does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehydrate.lab.engine.codec import CodecError
from rehydrate.lab.engine.proxy import Frame, OutOfTime
from rehydrate.lab.engine.raised import MAX_TEXT, Origin, nearest, origin, rebuild

SOURCE = r"""
import sys, time

class Text(str):
    def __getitem__(self, place): raise RuntimeError("no")
    def __str__(self): return "liar"
class Bad(ValueError):
    def __init__(self, how): self.how = how
    def __str__(self):
        print("looked at")
        if self.how == "raises": raise KeyError("x")
        if self.how == "exits": sys.exit(0)
        if self.how == "loops":
            while True: pass
        if self.how == "number": return 5
        if self.how == "subclass": return Text("true text")
        if self.how == "long": return "a" * 10**7
        return "\x1b[2J\x1b]0;x\x07 PASSED \u202e"
class Meta(type):
    @property
    def __name__(cls): raise RuntimeError("no name")
class Nameless(Exception, metaclass=Meta): pass
class Traceless(Exception):
    @property
    def __traceback__(self): raise RuntimeError("no trace")
class Group(ExceptionGroup): pass

def bad(how): raise Bad(how)
def nameless(): raise Nameless("x")
def traceless(): raise Traceless("x")
def noted():
    error = ValueError("no")
    error.add_note("a note")
    error.__notes__.append(5)
    raise error
def caused():
    try: {}["key"]
    except KeyError as error: raise ValueError("no") from error
def circle():
    error = ValueError("a")
    error.__cause__ = error
    raise error
def group(): raise Group("several", [KeyError("a"), Group("inner", [OSError("b")])])
def interrupted(): raise BaseExceptionGroup("several", [KeyboardInterrupt()])
def many(): raise ExceptionGroup("many", [ValueError(str(n)) for n in range(1000)])
def fancy(): raise type("\x1b[31mRed\u202e", (Exception,), {})("x")
exec(compile("def \u0061(): pass\ndef hidden(): raise ValueError('x')", "/etc/passwd", "exec"))
"""


@pytest.fixture(scope="module")
def launcher(one_launcher):
    return one_launcher


@pytest.fixture(scope="module")
def far(benign):
    return benign(SOURCE)


@pytest.fixture
def submission(far):
    return far.submission


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("raises", "(its text cannot be shown: KeyError)"),
        ("exits", "(its text cannot be shown: SystemExit)"),
        ("number", "(its text cannot be shown: TypeError)"),
        ("subclass", "true text"),
        ("long", "a" * (MAX_TEXT - 3) + "..."),
        ("steers", " PASSED "),
    ],
)
def test_the_text_is_plain_whatever_it_takes_to_make_it(submission, how, text):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        submission.bad(how)
    assert str(caught.value) == text
    assert caught.value.origin.types[0] == "Bad"


def test_a_text_that_is_never_finished_has_the_time_of_an_answer(student):
    with pytest.raises(OutOfTime):
        student(SOURCE, seconds=0.5).submission.bad("loops")


def test_an_exception_that_cannot_be_looked_at_is_still_one(submission):
    for raises in (submission.nameless, submission.traceless):
        with pytest.raises(RuntimeError, match="cannot be described"):
            raises()


def test_notes_and_cause_come_along(submission):
    with pytest.raises(ValueError, match="a note") as caught:
        submission.noted()
    assert caught.value.__notes__ == ["a note"]
    with pytest.raises(ValueError, match="^no$") as caught:
        submission.caused()
    assert isinstance(caught.value.__cause__, KeyError)
    assert caught.value.origin.cause.frames[0].source == 'try: {}["key"]'
    with pytest.raises(ValueError, match="^a$"):
        submission.circle()


def test_a_group_arrives_with_what_is_in_it(submission):
    with pytest.raises(ExceptionGroup, match="several") as caught:
        submission.group()
    first, second = caught.value.exceptions
    assert isinstance(first, KeyError)
    assert isinstance(second.exceptions[0], OSError)
    with pytest.raises(ExceptionGroup) as caught:
        submission.interrupted()
    assert isinstance(caught.value.exceptions[0], RuntimeError)
    with pytest.raises(ExceptionGroup) as caught:
        submission.many()
    assert len(caught.value.exceptions) == 5


def test_names_of_classes_are_plain_text(submission):
    with pytest.raises(Exception, match="^x$") as caught:
        submission.fancy()
    assert caught.value.origin.types[0] == "Red"


def test_lines_of_other_files_are_not_told(submission):
    with pytest.raises(ValueError, match="^x$") as caught:
        submission.hidden()
    assert caught.value.origin.frames == ()


def described(**changes):
    row = {"types": ["ValueError"], "text": "no", "frames": [["a.py", 3, "f", "x()"]], "loading": False}
    return row | changes


def test_a_description_is_read():
    assert origin(described()) == Origin(("ValueError",), "no", (Frame("a.py", 3, "f", "x()"),), False)


@pytest.mark.parametrize("key", ["file", "function", "source"])
def test_lines_of_code_are_short_and_plain(key):
    parts = {"file": "a.py", "line": 3, "function": "f", "source": "x()"} | {key: "\x1b[2J" + "b" * 5000}
    (frame,) = origin(described(frames=[list(parts.values())])).frames
    assert getattr(frame, key).startswith("bbb")
    assert len(getattr(frame, key)) == 200


def test_only_the_last_lines_and_a_few_names_are_kept():
    found = origin(described(frames=[["a", n, "", ""] for n in range(10**4)], types=["A"] * 10**4))
    assert [frame.line for frame in found.frames] == [9995, 9996, 9997, 9998, 9999]
    assert len(found.types) == 50


KEYS = st.sampled_from(["types", "text", "frames", "loading", "notes", "cause", "members"])
JSON = st.recursive(
    st.none() | st.integers(-1, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(KEYS, JSON, max_size=4) | JSON)
def test_any_description_is_refused_or_makes_an_exception(changes):
    for row in (changes, described(**changes) if isinstance(changes, dict) else 5):
        try:
            error = rebuild(origin(row))
        except CodecError:
            continue
        assert isinstance(error, Exception)
        assert isinstance(error.origin, Origin)


@pytest.mark.parametrize(
    "name",
    [
        "BaseException",
        "SystemExit",
        "KeyboardInterrupt",
        "GeneratorExit",
        "StopIteration",
        "print",
        "no such",
    ],
)
def test_what_would_steer_the_check_itself_arrives_as_a_runtime_error(name):
    assert type(nearest([name], "x")) is RuntimeError
