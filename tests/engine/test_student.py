"""What a check can count on from the far side, however the student process was made."""

import os
import re
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from rehydrate.lab.engine.proxy import Died, DoesNotLoad, NameMissing, OutOfTime, Remote, Unreadable
from rehydrate.lab.expect import expect_equal

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals and pipes")

# One process serves all tests that do it no harm.
SOURCE = """
import builtins, logging, os, sys, warnings
from dataclasses import dataclass
from pathlib import Path

CONSTANT = {"names": ["a", "b"], "size": 3}
_hidden = 1

@dataclass
class Report:
    accuracy: float
    rows: list

    def best(self, n=1, *, worst=False):
        return sorted(self.rows, reverse=not worst)[:n]

    def copy(self):
        return Report(self.accuracy, list(self.rows))

    def __call__(self, x):
        return self.accuracy + x

class Counter:
    step = 2

    def __init__(self):
        self.n = 0

    def up(self):
        self.n += self.step
        return self.n

class Mine(FileNotFoundError):
    pass

class Odd(Exception):
    def __str__(self):
        raise RuntimeError("no text")

class Tricky:
    def __reduce__(self):
        return os.system, ("touch " + str(Path.cwd() / "ran"),)

class Liar:
    __class__ = int
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __repr__(self): return "42"
    def __len__(self): return 3
    def __bool__(self): return True
    def __float__(self): return 1.0
    def __getitem__(self, place): return 1.0
    def __iter__(self): return iter([1.0] * 3)
    def __array__(self, *args, **kwargs):
        import numpy as np
        return np.ones(3)

def equal_array():
    import numpy as np
    class Equal(np.ndarray):
        def __eq__(self, other): return np.ones(self.shape, bool)
        def __ne__(self, other): return np.zeros(self.shape, bool)
    return np.zeros(3).view(Equal)

def echo(*args, **kwargs): return [list(args), kwargs]
def one(thing): return thing
def report(): return Report(0.5, [3, 1, 2])
def accuracy_of(report): return report.accuracy
def is_mine(thing): return isinstance(thing, Report)
def apply(function, *args): return function(*args)
def liar(): return Liar()
def tricky(): return Tricky()
def kind_of(thing): return type(thing).__module__.split(".")[0]
def where(): return os.getcwd()
def nested(depth):
    value = 0
    for _ in range(depth):
        value = [value]
    return value
def megabytes(n): return bytes(n << 20)
def nan(): return float("nan")
def huge(): return 1 << 20000
def missing_file(): return open("no-such-file.joblib")
def own_error(): raise Mine("it is gone")
def raise_(name, *args): raise getattr(builtins, name)(*args)
def odd_error(): raise Odd()
def forever(): return forever()
def leave(): sys.exit("enough")
def stop(): raise KeyboardInterrupt
def deep_error():
    return helper(0)
def helper(zero):
    return 1 / zero
def ask(): return input("name? ")
def noisy():
    warnings.warn("careful")
    logging.getLogger("mine").error("logged")
    print("printed", "\\u20ac", "\\ud800")
    print("to stderr", file=sys.stderr)
    return "done"
def wander():
    os.chdir("/")
    return "done"
"""


@pytest.fixture(scope="module")
def far(benign):
    return benign(SOURCE)


@pytest.fixture
def submission(far):
    return far.submission


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        7,
        2.5,
        "text",
        b"bytes",
        [1, [2]],
        (1, (2,)),
        {"a": {1, 2}},
        frozenset([1]),
        Path("a/b"),
        1 << 70,
    ],
    ids=repr,
)
def test_plain_values_travel_both_ways(submission, value):
    received = submission.one(value)
    assert received == value
    assert type(received) is type(value)


def test_arrays_travel_both_ways(submission):
    for array in (np.arange(6.0).reshape(2, 3), np.array(["a", None], object), np.array("2024", "M8[Y]")):
        expect_equal(submission.one(array), array, "the array")


def test_nan_comes_back_as_nan(submission):
    expect_equal(submission.nan(), float("nan"), "the number")
    expect_equal(submission.one(np.array([1, np.nan])), np.array([1, np.nan]), "the array")


def test_a_fitted_model_can_be_given_and_asked(submission):
    X, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])
    model = LogisticRegression().fit(X, y)
    given = submission.one(model)
    assert isinstance(given, Remote)
    assert submission.kind_of(model) == "sklearn"
    expect_equal(given.predict_proba(X), model.predict_proba(X), "the probabilities")
    expect_equal(given.coef_, model.coef_, "the weights")


def test_keyword_arguments_arrive_as_such(submission):
    assert submission.echo(1, 2, a=3) == [[1, 2], {"a": 3}]


def test_a_module_constant_gives_its_value(submission):
    assert submission.CONSTANT == {"names": ["a", "b"], "size": 3}


def test_an_object_answers_for_itself(submission):
    report = submission.report()
    assert report.accuracy == 0.5
    assert report.best() == [3]
    assert report.best(2, worst=True) == [1, 2]
    assert report(1) == 1.5
    assert report.copy().rows == [3, 1, 2]


def test_an_object_keeps_its_state(submission):
    counter = submission.Counter()
    assert [counter.up(), counter.up(), counter.n] == [2, 4, 4]


def test_an_object_can_be_handed_back(submission):
    report = submission.report()
    assert submission.accuracy_of(report) == 0.5
    assert submission.is_mine(report)
    assert submission.echo([report], key={"r": report})[0][0][0].accuracy == 0.5


def test_functions_and_classes_can_be_handed_back(submission):
    assert submission.apply(submission.report().best, 2) == [3, 2]
    assert submission.apply(submission.nested, 1) == [0]
    assert submission.Counter.step == 2
    assert submission.apply(submission.Counter).n == 0


def test_an_attribute_that_an_object_lacks_is_an_attribute_error(submission):
    with pytest.raises(AttributeError, match="no attribute 'acuracy'"):
        submission.report().acuracy  # noqa: B018


def test_a_function_can_be_called_more_often_than_handles_are_kept(student, monkeypatch):
    opened = student(
        "from rehydrate.lab.engine import student\nstudent.MAX_HANDLES = 5\n"
        "def one(n): return n\ndef thing(): return object()\n"
    )
    assert [opened.submission.one(n) for n in range(20)] == list(range(20))
    with pytest.raises(Unreadable, match="more than 5 objects"):
        [opened.submission.thing() for _ in range(20)]


def test_a_missing_name_is_told_with_the_names_there_are(submission):
    with pytest.raises(NameMissing) as caught:
        submission.ecko(1)
    assert caught.value.name == "ecko"
    assert {"echo", "one"} <= set(caught.value.names)


def test_an_exception_arrives_as_the_nearest_builtin_with_its_text(submission):
    with pytest.raises(FileNotFoundError, match=r"No such file or directory: 'no-such-file.joblib'"):
        submission.missing_file()
    with pytest.raises(FileNotFoundError, match="^it is gone$") as caught:
        submission.own_error()
    assert caught.value.origin.types[0] == "Mine"
    with pytest.raises(Exception, match="cannot be shown: RuntimeError"):
        submission.odd_error()


@pytest.mark.parametrize(
    ("name", "args", "arrives"),
    [
        ("ValueError", ("no",), ValueError),
        ("KeyError", ("key",), KeyError),
        ("ModuleNotFoundError", ("No module named 'x'",), ModuleNotFoundError),
        ("UserWarning", ("careful",), UserWarning),
        ("StopIteration", (), RuntimeError),
        ("StopAsyncIteration", (), RuntimeError),
        ("UnicodeDecodeError", ("utf-8", b"a", 0, 1, "bad"), ValueError),
        ("ExceptionGroup", ("group", [ValueError("in it")]), ExceptionGroup),
        ("GeneratorExit", (), RuntimeError),
    ],
)
def test_every_builtin_exception_arrives_as_an_exception(submission, name, args, arrives):
    with pytest.raises(arrives) as caught:
        submission.raise_(name, *args)
    assert type(caught.value) is arrives
    assert caught.value.origin.types[0] == name


def test_leaving_and_interrupting_are_answers_too(submission):
    for ask, name in ((submission.leave, "SystemExit"), (submission.stop, "KeyboardInterrupt")):
        with pytest.raises(RuntimeError) as caught:
            ask()
        assert caught.value.origin.types[0] == name


def test_the_failing_line_is_the_learners_own(submission):
    with pytest.raises(ZeroDivisionError) as caught:
        submission.deep_error()
    outer, inner = caught.value.origin.frames
    assert (outer.function, inner.function) == ("deep_error", "helper")
    assert inner.file == "answer.py"
    assert inner.source == "return 1 / zero"
    assert SOURCE.splitlines()[inner.line - 1].strip() == inner.source


def test_endless_recursion_is_an_exception_like_any_other(submission):
    with pytest.raises(RecursionError) as caught:
        submission.forever()
    assert len(caught.value.origin.frames) == 5
    assert submission.one(1) == 1


def test_waiting_for_input_ends_at_once(submission):
    with pytest.raises(EOFError):
        submission.ask()


def test_deep_nesting_is_refused_in_words(submission):
    assert submission.nested(30)
    with pytest.raises(Unreadable, match="nested more than 40 deep"):
        submission.nested(100)


def test_more_than_64_mebibytes_are_refused_in_words(submission):
    assert len(submission.megabytes(63)) == 63 << 20
    with pytest.raises(Unreadable, match="more than the 67,108,864 bytes"):
        submission.megabytes(65)
    assert submission.one(1) == 1


def test_a_number_too_long_to_print_is_a_value(submission, far):
    assert submission.huge() == 1 << 20000
    assert far.session.calls[-1] == "huge() gave <int>"


def test_an_object_that_lies_is_equal_to_nothing(submission):
    for liar in (submission.liar(), submission.equal_array()):
        assert isinstance(liar, Remote)
        assert not isinstance(liar, int | np.ndarray)
        assert liar != 42
        assert liar not in (1, "a", None)
        assert np.ones(3) != liar
        with pytest.raises(AssertionError):
            expect_equal(liar, np.ones(3), "the values")
        with pytest.raises(AssertionError):
            expect_equal(liar, 42, "the value")


def test_an_object_that_would_run_code_when_unpickled_is_never_unpickled(submission, far):
    tricky = submission.tricky()
    assert isinstance(tricky, Remote)
    assert isinstance(submission.one([tricky])[0], Remote)
    assert not (far.order.folder / "ran").exists()


def test_warnings_logging_and_prints_change_no_value(submission, far):
    assert submission.noisy() == "done"
    printed = far.order.log.read_text(encoding="utf-8")
    assert "UserWarning: careful" in printed
    assert "logged" in printed
    assert "printed \u20ac \\ud800" in printed
    assert "to stderr" in printed


def test_it_works_in_its_own_empty_folder(student):
    opened = student(
        "import os\nfrom pathlib import Path\n"
        "def files(): return os.listdir()\n"
        "def write():\n    Path('mine.txt').write_text('x')\n    return Path.cwd()\n"
    )
    assert opened.submission.files() == []
    assert opened.submission.write() == opened.order.folder.resolve()
    assert (opened.order.folder / "mine.txt").exists()


def test_another_working_folder_changes_nothing(student):
    opened = student(
        "import os\nos.chdir('/')\ndef one(n):\n    return n\ndef bad(n):\n    return n.nothing\n"
    )
    assert opened.submission.one(5) == 5
    with pytest.raises(AttributeError) as caught:
        opened.submission.bad(5)
    assert caught.value.origin.frames[0].source == "return n.nothing"


def test_a_new_process_has_seen_nothing_of_the_first(student):
    source = (
        "import random\nimport numpy as np\nseen = []\ndef see(x):\n    seen.append(x)\n    return seen\n"
    )
    assert student(source).submission.see(1) == [1]
    assert student(source).submission.see(2) == [2]


def test_unseeded_random_numbers_differ_between_processes(student):
    source = """
import random
import numpy as np
def draw():
    return [random.random(), float(np.random.rand())]
"""
    first, second = (student(source).submission.draw() for _ in range(2))
    assert first[0] != second[0]
    assert first[1] != second[1]


PROBES = """
LIMIT = 4
def shouted():
    import answer
    return answer.shout("a")
def fail():
    return 1 / 0
"""


def test_the_learners_own_module_can_be_imported_by_probes(student):
    opened = student("TIMES = 3\ndef shout(text): return text.upper() * TIMES\n", probes=PROBES)
    assert opened.submission.probes.shouted() == "AAA"
    assert opened.submission.probes.LIMIT == 4
    assert opened.submission.shout("b") == "BBB"
    with pytest.raises(ZeroDivisionError) as caught:
        opened.submission.probes.fail()
    assert caught.value.origin.frames == ()


@pytest.mark.parametrize(
    ("source", "kind", "text", "line"),
    [
        ("import os\ndef f(:\n    pass\n", "SyntaxError", "invalid syntax", 2),
        ("def f():\nreturn 1\n", "IndentationError", "expected an indented block", 2),
        ("import joblibb\n", "ModuleNotFoundError", "No module named 'joblibb'", 1),
        ("x = 1\ny = z\n", "NameError", "name 'z' is not defined", 2),
        ("import sys\nsys.modules.pop(__name__)\n1 / 0\n", "ZeroDivisionError", "division by zero", 3),
        ("raise SystemExit(3)\n", "SystemExit", "3", 1),
    ],
    ids=["syntax", "indentation", "import", "name", "removes itself", "exit"],
)
def test_a_file_that_does_not_load_says_where(student, source, kind, text, line):
    opened = student(source)
    for _ in range(2):
        with pytest.raises(DoesNotLoad, match=re.escape(text)) as caught:
            opened.submission.f()
    assert caught.value.origin.types[0] == kind
    assert caught.value.origin.frames[-1].line == line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("os._exit(0)", 0),
        ("os._exit(3)", 3),
        pytest.param("ctypes.string_at(0)", -11, marks=POSIX),
        pytest.param("os.kill(os.getpid(), 9)", -9, marks=POSIX),
    ],
)
def test_a_process_that_ends_says_how(student, line, code):
    opened = student(f"import os, ctypes\ndef f():\n    print('so far')\n    {line}\n")
    with pytest.raises(Died) as caught:
        opened.submission.f()
    assert caught.value.code == code
    with pytest.raises(Died):
        opened.submission.f()
    assert opened.order.log.read_text().startswith("so far")


@pytest.mark.parametrize("where", ["import", "call"])
def test_an_endless_loop_is_ended_at_the_limit(student, where):
    source = "while True: pass\n" if where == "import" else "def f():\n    while True: pass\n"
    opened = student(source, seconds=0.2)
    with pytest.raises(OutOfTime, match=r"no answer within 0\.2 seconds"):
        opened.submission.f()
    with pytest.raises(Died):
        opened.submission.f()


def test_a_thread_left_behind_keeps_nothing_alive(student):
    opened = student(
        "import threading, os\ndef f():\n    threading.Thread(target=threading.Event().wait).start()\n"
        "    return os.getpid()\n"
    )
    pid = opened.submission.f()
    opened.session.end()
    assert not alive(pid)


def test_twenty_megabytes_of_print_change_no_value(student):
    opened = student("def f():\n    for _ in range(20):\n        print('x' * (1 << 20))\n    return 7\n")
    assert opened.submission.f() == 7
    assert opened.order.log.stat().st_size > 20 << 20


def test_tampering_with_the_far_side_changes_nothing_here(student):
    before = set(sys.modules), sys.modules["json"].dumps, len
    source = (
        "import builtins, json, sys\n"
        "def f():\n"
        "    builtins.len = lambda x: 3\n"
        "    json.dumps = lambda *a, **k: '{\"list\": [1]}'\n"
        "    for name in list(sys.modules):\n"
        "        if name.startswith(('rehydrate', 'pytest')): sys.modules[name] = None\n"
        "    return 5\n"
    )
    with pytest.raises(Unreadable):
        student(source).submission.f()
    assert before == (set(sys.modules), sys.modules["json"].dumps, len)
    assert student("def g(): return len([1])\n").submission.g() == 1


def test_a_forged_reply_is_data_or_refused(student):
    opened = student(
        "import rehydrate.lab.engine.student as student\n"
        "def f(): student.encode = lambda *args: b'\\x80\\x05cos\\nsystem\\n'\n"
    )
    with pytest.raises(Unreadable):
        opened.submission.f()


def alive(pid):
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError, OSError):
        return False
    return True


def test_the_signal_numbers_above_are_the_systems():
    assert (signal.SIGSEGV, getattr(signal, "SIGKILL", 9)) == (11, 9)
