"""The conversation: functions of a check, and a far side that does what it likes with the channel."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from rehydrate.lab.engine import session
from rehydrate.lab.engine.proxy import Died, Endless, OutOfTime, Remote, StudentFault, Unreadable

SOURCE = """
import copy, functools, threading

def each(items, tell):
    for item in items: tell(item)
    return "done"
def ask(function, *args, **kwargs): return function(*args, **kwargs)
def survives(function, *args):
    try: return function(*args)
    except Exception as error: return [type(error).__name__, str(error)]
def swallows(function):
    try: function()
    except BaseException: pass
    return "fine"
def echo(thing): return thing
def same(one, other): return one is other
def name(function): return function.__name__
def copied(function): return copy.deepcopy(function) is function
def twice(function, n): return function(function(n))
class Thing:
    def double(self, n): return 2 * n
def give(function): return function(Thing())
def from_a_thread(function):
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(function(n))) for n in range(4)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return sorted(found)
kept = None
def keep(function):
    global kept
    kept = function
def use_kept(): return kept(5)
def later(function):
    def wait():
        said.append("")
        while not said[-1]:  # until the answer is out and nobody waits
            try: function()
            except RuntimeError as error: said.append(str(error))
        done.set()
    threading.Thread(target=wait).start()
done, said = threading.Event(), []
def for_ever(function):
    while True: function()
def deep(value, function):
    for _ in range(60): value = [value]
    return function(value)
def f(n): return n + 1
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


def test_a_function_of_the_check_is_called_here(submission):
    seen = []
    assert submission.each([1, [2], None], lambda item: seen.append(item)) == "done"
    assert submission.each(["more"], seen.append) == "done"
    assert seen == [1, [2], None, "more"]


class Clock:
    def __init__(self):
        self.seconds = 0

    def now(self):
        self.seconds += 1
        return self.seconds


def module_level(n):
    return n * 10


def test_functions_and_methods_of_every_kind_can_be_given(submission):
    clock = Clock()
    assert [submission.ask(clock.now), submission.ask(clock.now)] == [1, 2]
    assert submission.ask(module_level, 4) == 40
    assert submission.ask(lambda *args, **kwargs: [args, kwargs], 1, b=2) == [(1,), {"b": 2}]
    assert submission.ask(np.sqrt, 4.0) == 2.0
    assert submission.ask(len, [1, 2]) == 2
    assert submission.twice(lambda n: n + 1, 0) == 2
    assert submission.name(lambda: 1) == "<lambda>"
    assert submission.same(clock.now, clock.now)
    assert submission.copied(module_level)


def test_its_answer_may_hold_arrays_and_things_of_the_process(submission):
    assert submission.ask(lambda: np.arange(3)).tolist() == [0, 1, 2]
    seen = []
    assert submission.give(lambda thing: seen.append(thing) or thing.double(4)) == 8
    assert isinstance(seen[0], Remote)
    assert submission.same(seen[0], seen[0])


def test_its_exception_goes_back_by_type_and_text(submission):
    def bad(error):
        raise error

    class Mine(KeyError):
        pass

    assert submission.survives(lambda: bad(ValueError("no"))) == ["ValueError", "no"]
    assert submission.survives(lambda: bad(Mine("key"))) == ["KeyError", "\"'key'\""]
    assert submission.survives(lambda: 1, 2)[0] == "TypeError"
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        submission.ask(lambda: 1 / 0)


def test_an_assertion_in_it_fails_the_check_whatever_the_submission_does(submission):
    def check(n=1):
        assert n == 2, "n is one"

    with pytest.raises(AssertionError, match="n is one"):
        submission.swallows(check)
    assert submission.f(1) == 2


def test_a_verdict_in_it_ends_the_check(student):
    opened = student(SOURCE)
    with pytest.raises(pytest.fail.Exception, match="enough"):
        opened.submission.swallows(lambda: pytest.fail("enough"))
    with pytest.raises(Died):
        opened.submission.f(1)


def test_it_may_ask_the_submission(submission):
    assert submission.ask(lambda n: submission.f(n) * 10, 1) == 20
    with pytest.raises(ZeroDivisionError):
        submission.ask(lambda: submission.ask(lambda: 1 / 0))


def test_endless_turns_end(submission):
    def again():
        return submission.ask(again)

    with pytest.raises(RecursionError, match="20 deep"):
        again()
    assert submission.f(1) == 2


def test_threads_of_the_submission_take_turns(submission):
    assert submission.from_a_thread(lambda n: submission.f(n)) == [1, 2, 3, 4]


def test_threads_of_the_check_take_turns(submission):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: submission.ask(submission.f, n), range(40)))
    assert found == list(range(1, 41))


def test_it_may_be_kept_for_the_next_call(submission):
    submission.keep(lambda n: n * 3)
    assert submission.use_kept() == 15


def test_it_is_not_called_while_no_check_waits(submission):
    submission.later(lambda: None)
    assert submission.done.wait(30)
    assert "while the check waits" in submission.said[-1]


def test_its_arguments_keep_to_the_same_limits(submission):
    with pytest.raises(ValueError, match="nested more than 40 deep"):
        submission.deep(1, lambda value: value)


def test_it_is_not_called_for_ever(student, monkeypatch):
    monkeypatch.setattr(session, "MAX_CALLED", 100)
    called = []
    opened = student(SOURCE)
    with pytest.raises(Endless, match="more than 100 times"):
        opened.submission.for_ever(lambda: called.append(1))
    assert len(called) == 100
    with pytest.raises(Died):
        opened.submission.f(1)


def test_calls_back_lie_within_the_time_of_one_answer(student):
    opened = student(SOURCE, seconds=0.5)
    with pytest.raises(OutOfTime):
        opened.submission.for_ever(lambda: None)


def test_what_it_returns_has_to_travel(student):
    class Local:
        pass

    with pytest.raises(TypeError, match="the class Local belongs to the check"):
        student(SOURCE).submission.ask(Local().__class__)
    with pytest.raises(TypeError, match="the class Local belongs to the check"):
        student(SOURCE).submission.ask(lambda: Local())


# Code that has found the channel and writes into it what it likes.
FOUND = """
import gc, os, socket, struct, sys, time
from rehydrate.lab.engine import wire
from rehydrate.lab.engine.encode import encode
from rehydrate.lab.engine.student import Student

me = next(thing for thing in gc.get_objects() if type(thing) is Student)
def say(content, n=0): wire.send(me.channel, encode({"to": me.asked + n} | content, me._keep))
def one(): return 1
"""


def hostile(student, lines, seconds=30.0):
    return student(FOUND + "def f(*args):\n    " + "\n    ".join(lines) + "\n", seconds=seconds)


def test_a_second_answer_is_not_taken_for_that_of_the_next_question(student):
    opened = hostile(student, ["say({'value': 'first'})", "return 'second'"])
    assert opened.submission.f() == "first"
    with pytest.raises(Unreadable, match="does not answer the question"):
        opened.submission.one()
    with pytest.raises(Died):
        opened.submission.one()


def test_an_answer_in_advance_is_only_an_answer(student):
    opened = hostile(student, ["say({'value': 'guessed'}, 1)", "return 1"])
    with pytest.raises(Unreadable):
        opened.submission.f()


@pytest.mark.linux
def test_a_fork_that_comes_back_answers_once(student):
    opened = hostile(student, ["os.fork()", "return 5"])
    assert opened.submission.f() == 5
    assert opened.submission.one() == 1


@pytest.mark.linux
def test_a_fork_that_holds_the_channel_gains_no_time(student):
    opened = hostile(student, ["if os.fork(): os._exit(0)", "time.sleep(600)"], seconds=0.5)
    with pytest.raises(OutOfTime):
        opened.submission.f()
    with pytest.raises(Died) as caught:
        opened.submission.f()
    assert caught.value.code == 0


@pytest.mark.parametrize(
    "lines",
    [
        ["while True:", "    me.channel.sendall(b'\\0'); time.sleep(0.01)"],
        ["me.channel.sendall(struct.pack('>Q', 1 << 20))", "time.sleep(600)"],
        [
            "me.channel.sendall(struct.pack('>Q', 1 << 20))",
            "while True: me.channel.send(b'x'); time.sleep(.01)",
        ],
        ["me.channel.sendall(b'\\0\\0')", "time.sleep(600)"],
        ["while True: say({'call': 0, 'args': [], 'kwargs': {}}); wire.receive(me.channel)"],
    ],
    ids=["zeros", "promise", "drip", "half", "calls"],
)
def test_nothing_that_is_sent_moves_the_deadline(student, lines):
    with pytest.raises(StudentFault) as caught:
        hostile(student, lines, seconds=0.5).submission.f(lambda: None)
    assert isinstance(caught.value, OutOfTime | Unreadable)


def test_a_student_that_stops_listening_gains_no_time(student):
    opened = hostile(student, ["say({'value': 1})", "while True: time.sleep(1)"], seconds=0.5)
    assert opened.submission.f() == 1
    with pytest.raises(OutOfTime):
        opened.submission.f(bytes(32 << 20))


@pytest.mark.parametrize(
    "line",
    [
        "me.channel.sendall(struct.pack('>Q', 5) + b'abcdefghijkl')",
        "me.channel.sendall(struct.pack('>Q', 1 << 62))",
        "wire.send(me.channel, b'\\x80\\x05cos\\nsystem\\n')",
        "say({})",
        "say({'call': 5, 'args': [], 'kwargs': {}})",
        "say({'call': 0, 'args': 5, 'kwargs': {}})",
        "say({'call': 0, 'args': [], 'kwargs': {1: 2}})",
        "say({'call': True, 'args': [], 'kwargs': {}})",
        "say({'call': 0, 'args': [], 'kwargs': {}}, 1)",
        "say({'error': {'types': ['Died', 'StudentFault', 'BaseException']}})",
    ],
)
def test_a_forged_message_is_unreadable(student, line):
    called = []
    opened = hostile(student, [line, "return 1"])
    with pytest.raises(Unreadable):
        opened.submission.f(lambda: called.append(1))
    assert not called


@pytest.mark.parametrize(
    "line",
    [
        "me.channel.close()",
        "me.channel.shutdown(socket.SHUT_RDWR)",
        "os.close(me.channel.fileno())",
        "me.channel.sendall(b'\\0' * 5); os._exit(0)",
    ],
)
def test_a_closed_channel_is_a_death(student, line):
    opened = hostile(student, [line, "time.sleep(600)"])
    with pytest.raises(Died):
        opened.submission.f()


@pytest.mark.parametrize("name", ["CodecError", "StudentFault", "Died", "OutOfTime", "_Missing", "_Broken"])
def test_a_class_named_like_one_of_ours_is_not_taken_for_it(student, name):
    opened = student(
        f"class {name}(LookupError): pass\nclass Base{name}(BaseException): pass\n"
        f"def f(): raise {name}(3)\ndef g(): raise Base{name}(3)\n"
    )
    with pytest.raises(LookupError) as caught:
        opened.submission.f()
    assert caught.value.origin.types[0] == name
    with pytest.raises(RuntimeError):
        opened.submission.g()


def test_no_object_of_the_far_side_is_made_here(student):
    """What comes of a hostile pickle in an answer or in a call back are its bytes."""
    opened = student(
        "import os, pickle\nclass Trap:\n    def __reduce__(self): return os._exit, (9,)\n"
        "def f(function): return function(pickle.dumps(Trap()), Trap())\n"
    )
    content, trap = opened.submission.f(lambda *args: list(args))
    assert type(content) is bytes
    assert isinstance(trap, Remote)
