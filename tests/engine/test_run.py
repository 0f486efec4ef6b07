"""One submission, one result: what the rows and the verdict say about right, wrong and broken answers."""

import pytest

from rehydrate.lab.engine.desk import TARGET, Desk, Target
from rehydrate.lab.engine.launch import FreshLauncher
from rehydrate.lab.engine.listing import check_names
from rehydrate.lab.engine.run import run
from rehydrate.lab.feedback import message
from rehydrate.lab.feedback.judge import judge, untouched
from rehydrate.lab.feedback.verdict import Outcome

RIGHT = "def double(n):\n    return 2 * n\n"


@pytest.fixture
def verdict(course):
    """Judge a text as the learner's answer."""
    return lambda text, **options: judge(course.exercise, {"answer.py": course.answer(text)}, **options)


def observed(verdict):
    return dict(message.parts(verdict))["observed"]


def meaning(verdict):
    return dict(message.parts(verdict))["meaning"]


BROKEN = {
    "syntax": (
        "def double(n:\n    return 2\n",
        3,
        "SyntaxError: '(' was never closed",
        "cannot read the file",
    ),
    "import": (
        "import joblibb\n",
        4,
        "ModuleNotFoundError: No module named 'joblibb'",
        "while it was being imported",
    ),
    "exit at import": ("import sys\nsys.exit()\n", 4, "SystemExit", "while it was being imported"),
    "missing": (
        "def duoble(n):\n    return 2 * n\n",
        5,
        "no double. It defines duoble.",
        "exactly this name",
    ),
    "nothing": ("x = 1\n", 5, "no double. It defines no function.", "exactly this name"),
    "loop": (
        "def double(n):\n    while True: pass\n",
        6,
        "no answer after 0.3 seconds",
        "A loop that never ends",
    ),
    "os._exit": (
        "import os\ndef double(n):\n    os._exit(0)\n",
        7,
        "exit code 0",
        "not that its work was done",
    ),
    "exit": ("def double(n):\n    exit(0)\n", 1, "SystemExit", "has to return"),
    "todo": (
        "def double(n):\n    raise NotImplementedError('TODO: it')\n",
        1,
        "NotImplementedError",
        "still raises",
    ),
    "raises": (
        "def double(n):\n    return n.twice\n",
        1,
        "AttributeError: 'int' object has no",
        "",
    ),
    "deep": (
        "def double(n):\n    a = []\n    a.append(a)\n    return a\n",
        1,
        "nested more than 40",
        "plain data",
    ),
    "stuck": ("def double(n):\n    return object()\n", 1, "double(2) gave <object>, expected 4", ""),
    "endless call": ("def double(n):\n    return double(n)\n", 1, "RecursionError", ""),
}


@pytest.mark.parametrize(("text", "status", "seen", "means"), BROKEN.values(), ids=BROKEN)
def test_every_kind_of_failure_has_its_own_words_and_status(course, verdict, text, status, seen, means):
    course.seconds(0.3 if status == 6 else 20)
    given = verdict(text)
    assert given.outcome is Outcome.NOT_YET
    assert given.exit_status == status
    assert seen in observed(given)
    assert means in meaning(given)
    assert message.lint(given) == []


def test_no_two_kinds_of_failure_are_told_alike(course, verdict):
    told = set()
    for text, status, *_ in BROKEN.values():
        course.seconds(0.3 if status == 6 else 20)
        told.add(message.text(verdict(text)))
    assert len(told) == len(BROKEN)


def test_the_learners_own_line_is_quoted(verdict):
    assert "answer.py, line 2: return n.twice" in observed(verdict("def double(n):\n    return n.twice\n"))
    assert "answer.py, line 1: def double(n:" in observed(verdict("def double(n:\n    return 2\n"))


def test_a_right_answer_passes(verdict):
    given = verdict(RIGHT)
    assert (given.outcome, given.exit_status, given.signature) == (Outcome.PASSED, 0, ())


CORRECT = {
    "stderr": "import sys\nprint('hello', file=sys.stderr)\n" + RIGHT,
    "warnings": "import warnings\nwarnings.warn('careful')\n" + RIGHT,
    "logging": "import logging\nlogging.basicConfig(level=0)\nlogging.error('noise')\n" + RIGHT,
    "chdir": "import os\nos.chdir('/')\n" + RIGHT,
    "future import and dataclass": (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass A:\n    x: B\n" + RIGHT
    ),
    "annotations": "def double(n: int) -> int:\n    '''Twice.'''\n    return 2 * n\n",
    "further functions": RIGHT + "def other(): pass\n_x = 1\n",
    "run as a program": RIGHT + "if __name__ == '__main__':\n    raise SystemExit('run as a program')\n",
    "a lambda": "double = lambda n: n * 2\n",
    "an object": "class Twice:\n    def __call__(self, n):\n        return 2 * n\ndouble = Twice()\n",
    "latin-1": "# -*- coding: latin-1 -*-\n# Gr\u00fc\u00dfe\n".encode("latin-1") + RIGHT.encode(),
    "byte order mark": b"\xef\xbb\xbf" + RIGHT.encode(),
    "Windows line ends": RIGHT.replace("\n", "\r\n"),
    "prints odd letters": "def double(n):\n    print('\\u20ac \\ud800' * n)\n    return n << 1\n",
    "prints 20 MB": "def double(n):\n    print('x' * (1 << 20) * 20)\n    return n << 1\n",
    "a thread": "import threading\nthreading.Thread(target=threading.Event().wait).start()\n" + RIGHT,
    "atexit": "import atexit, os\natexit.register(os._exit, 3)\n" + RIGHT,
    "odd escape": "x = '\\d'\n" + RIGHT,
    "cache": "from functools import cache\n@cache\n" + RIGHT,
    "empty __all__": "__all__ = []\n" + RIGHT,
}


@pytest.mark.parametrize("text", CORRECT.values(), ids=CORRECT)
def test_correct_work_is_never_marked_down(verdict, text):
    given = verdict(text)
    assert given.outcome is Outcome.PASSED, message.text(given)


def test_each_check_has_a_process_of_its_own(verdict):
    text = "calls = []\ndef double(n):\n    calls.append(n)\n    return 2 * n if len(calls) == 1 else None\n"
    assert verdict(text).outcome is Outcome.PASSED


def test_one_death_costs_one_check(verdict):
    given = verdict("import os\ndef double(n):\n    if n == 2: os._exit(1)\n    return 2 * n\n")
    assert [check.state for check in given.result.checks] == ["error", "passed"]


def test_a_file_that_does_not_load_is_not_loaded_again(verdict):
    given = verdict("import joblibb\n")
    assert [check.state for check in given.result.checks] == ["error", "not_run"]


def test_after_two_timeouts_no_more_checks_are_tried(course, verdict):
    path = course.exercises / "test_exercise.py"
    third = path.read_text().replace("test_three", "test_again").split("\n\n\n")[1]
    path.write_text(path.read_text() + "\n\n" + third)
    course.seconds(0.3)
    given = verdict("def double(n):\n    while True: pass\n")
    assert [check.state for check in given.result.checks] == ["timeout", "timeout", "not_run"]


def test_the_misconception_of_an_equal_signature_is_named(verdict):
    assert verdict("def double(n):\n    return 4\n").misconception.id == "always-four"
    assert verdict("def double(n):\n    return 6\n").misconception.id == "always-six"
    assert verdict("def double(n):\n    return n\n").misconception.id == "unchanged"


@pytest.mark.parametrize("kind", ["syntax", "import", "missing", "os._exit", "exit", "todo", "deep"])
def test_no_misconception_is_read_into_a_failure_that_speaks_for_itself(verdict, kind):
    assert verdict(BROKEN[kind][0]).misconception is None


def test_hidden_checks_count_only_when_asked_for(course, verdict):
    text = "def double(n):\n    return {2: 4, 3: 6}[n]\n"
    (course.solutions / "test_hidden.py").write_text(
        'def test_four_is_doubled(submission):\n    """Four."""\n    assert submission.double(4) == 8\n'
    )
    assert verdict(text).outcome is Outcome.PASSED
    given = verdict(text, hidden=True)
    assert (given.outcome, given.signature) == (Outcome.NOT_YET, ("test_four_is_doubled",))


def test_the_starter_is_not_started_whatever_its_comments_say(course, verdict):
    starter = (course.exercises / "starter.py").read_text()
    for text in (
        starter,
        "# mine\n" + starter.replace("twice", "two times") + "\n\n",
        starter.replace("\n", "\r\n"),
    ):
        given = verdict(text)
        assert (given.outcome, given.exit_status) == (Outcome.NOT_STARTED, 1)
        assert all(check.state == "not_run" for check in given.result.checks)
    assert verdict(starter + "x = 1\n").outcome is Outcome.NOT_YET


@pytest.mark.parametrize(
    "text", [b"\0", b"\xff", "-" * 100_000 + "1", "(" * 1000, "x = " + "[" * 150 + "]" * 150]
)
def test_a_file_that_is_hardly_python_is_no_reason_to_crash(course, verdict, text):
    assert not untouched(course.exercise, {"answer.py": course.answer(text)})
    assert verdict(text).outcome is Outcome.NOT_YET


def test_a_reference_that_fails_too_is_a_fault_of_the_course(course, verdict):
    (course.solutions / "solution.py").write_text("def double(n):\n    return 4\n")
    assert verdict("def double(n):\n    return 4\n").outcome is Outcome.COURSE_BUG
    given = verdict("def double(n):\n    return n\n")
    assert given.outcome is Outcome.NOT_YET, "the reference passes the first check that fails here"


@pytest.mark.parametrize(
    ("checks", "says"),
    [
        ("import no_such_library\n", "cannot be collected"),
        ("def test_two_is_doubled(:\n", "SyntaxError"),
        ("def test_two_is_doubled(submission, no_such_fixture):\n    pass\n", "no_such_fixture"),
        ("def test_two_is_doubled(submission):\n    undefined\n", "undefined"),
        (
            "import pytest\n@pytest.mark.parametrize('n', [2])\ndef test_two_is_doubled(n):\n    pass\n",
            "test_two_is_doubled[2]",
        ),
        (
            "class TestIt:\n    def test_in_a_class(self, submission):\n        assert False\n",
            "test_in_a_class",
        ),
        ("import pytest\ndef test_two_is_doubled(submission):\n    pytest.skip('no torch')\n", "fails"),
    ],
    ids=["import", "syntax", "fixture", "name", "parameters", "class", "skip"],
)
def test_broken_checks_are_a_fault_of_the_course(course, verdict, checks, says):
    (course.exercises / "test_exercise.py").write_text(checks)
    given = verdict(RIGHT)
    assert (given.outcome, given.exit_status) == (Outcome.COURSE_BUG, 70)
    assert says in given.reason
    assert "We are sorry" in message.text(given)


def test_a_hidden_check_with_the_name_of_a_visible_one_is_a_fault_of_the_course(course, verdict):
    (course.solutions / "test_hidden.py").write_text("def test_two_is_doubled(submission):\n    pass\n")
    given = verdict("def double(n):\n    return 6\n", hidden=True)
    assert given.outcome is Outcome.COURSE_BUG
    assert "test_two_is_doubled" in given.reason


def test_files_beside_the_answer_are_not_taken_along(course, verdict):
    folder = course.answer(RIGHT).parent
    (folder / "conftest.py").write_text("raise SystemExit('conftest was read')\n")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n")
    (folder / "helper.py").write_text("def twice(n):\n    return 2 * n\n")
    assert verdict("import helper\ndouble = helper.twice\n").exit_status == 4
    assert verdict(RIGHT).outcome is Outcome.PASSED


def test_the_environment_adds_no_options_to_the_checks(verdict, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    assert verdict(RIGHT).outcome is Outcome.PASSED


def test_printed_text_is_shown_with_a_failure(course):
    found = run(course.exercise, {"answer.py": course.answer("def double(n):\n    print('here', n)\n")})
    assert [check.printed for check in found.checks] == ["here 2", "here 3"]


def test_only_the_end_of_what_was_printed_is_read(course):
    text = "def double(n):\n    print('x' * 100_000)\n    print('the end')\n"
    (first, *_) = run(course.exercise, {"answer.py": course.answer(text)}).checks
    assert first.printed.endswith("the end")
    assert len(first.printed) == 500 - 1


def test_nothing_that_the_learner_puts_in_place_of_its_log_is_followed(course):
    text = (
        "import os\nfrom pathlib import Path\n"
        "def double(n):\n"
        "    log = Path.cwd().parent / 'printed'\n"
        "    log.unlink()\n"
        "    log.symlink_to(__file__) if n == 2 else os.mkfifo(log)\n"
    )
    found = run(course.exercise, {"answer.py": course.answer(text)})
    assert [check.printed for check in found.checks] == ["", ""]


def test_no_folder_is_left_behind(course, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    for text in (RIGHT, "def double(n):\n    open('mine', 'w').write('x')\n    while True: pass\n"):
        course.seconds(0.3)
        run(course.exercise, {"answer.py": course.answer(text)})
    assert set(tmp_path.iterdir()) - before <= {course.root / "answers", *tmp_path.glob("pytest-of-*")}


def test_a_folder_is_removed_even_if_a_process_cannot_be_ended(course, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    class Unending:
        def end(self):
            raise BrokenPipeError

    class Request:
        config = type("Config", (), {"stash": {}})()
        node = type("Node", (), {"stash": {}})()

    Request.node.name = "test_it"
    Request.config.stash[TARGET] = Target(None, {}, FreshLauncher())
    with pytest.raises(BrokenPipeError), Desk(Request()) as desk:
        desk.sessions.append(Unending())
    assert not list(tmp_path.glob("rehydrate-*"))


FILES = """
import pytest

def test_both_files_are_there(submission):
    \"\"\"Both.\"\"\"
    assert submission.twice(2) == 4

def test_one_file_is_left_out(submission, new_process):
    \"\"\"One.\"\"\"
    other = new_process(without=["tools.py"])
    with pytest.raises(ModuleNotFoundError, match="tools"):
        other.twice(2)
    assert submission.twice(3) == 6

def test_processes_share_nothing(submission, new_process):
    \"\"\"Two.\"\"\"
    assert submission.count() == 1
    assert submission.count() == 2
    other = new_process()
    assert other.count() == 1
    assert other.place() != submission.place()
"""
MAIN = """
import os
n = 0
def twice(x):
    import tools
    return tools.twice(x)
def count():
    global n
    n += 1
    return n
def place():
    return os.getcwd()
"""


def test_another_process_may_lack_files_and_shares_nothing(course):
    toml = (course.exercises / "exercise.toml").read_text()
    files = 'files = ["main.py", "tools.py"]\n[points]'
    (course.exercises / "exercise.toml").write_text(toml.replace("[points]", files))
    (course.exercises / "test_exercise.py").write_text(FILES)
    main = course.answer(MAIN, "main.py")
    tools = course.answer("def twice(x):\n    return 2 * x\n", "tools.py")
    found = run(course.exercise, {"main.py": main, "tools.py": tools})
    assert [check.state for check in found.checks] == ["passed"] * 3, found
    assert found.checks[2].calls == ()


def test_calls_of_a_further_process_are_told_as_such(course):
    (course.exercises / "test_exercise.py").write_text(
        "def test_two_is_doubled(submission, new_process):\n"
        "    submission.double(1)\n    assert new_process().double(2) == 5\n"
    )
    (check,) = run(course.exercise, {"answer.py": course.answer(RIGHT)}).checks
    assert check.calls == ("double(1) gave 2", "in a new process: double(2) gave 4")


def test_checks_are_listed_in_teaching_order_without_running_them(course):
    (course.exercises / "test_exercise.py").write_text(
        "raise SystemExit\ndef helper(): pass\ndef test_b(): pass\ndef test_a(): pass\n"
    )
    assert check_names(course.exercise) == ["test_b", "test_a"]
    assert check_names(course.exercise, hidden=True) == []


def test_ctrl_c_stops_the_run_and_is_no_verdict(course, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("rehydrate.lab.engine.proxy.Session.ask", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(course.exercise, {"answer.py": course.answer(RIGHT)})
