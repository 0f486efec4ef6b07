"""Tests are judged: right implementations first, wrong ones after, and only behaviour tells them apart."""

import pytest

from rehydrate.lab.engine.run import run
from rehydrate.lab.kinds import examplar, programs

TOML = """
title = "Test the doubling"
kind = "test"
minutes = 1
stars = 1
look_at = 'chapter 0, "Somewhere"'
seconds = 20

[points]
test_tests = 1
test_blind = 1
test_valid = 1
test_two = 1
test_three = 1
"""
CHECKS = '''
import pytest
from rehydrate.lab.kinds.examplar import Suite
from rehydrate.lab.kinds.programs import Programs

PROGRAMS = Programs.beside(__file__)


@pytest.fixture
def suite(desk):
    return Suite(desk, PROGRAMS)


def test_tests(suite):
    """There are tests."""
    suite.expect_tests()


@pytest.mark.after("test_tests")
def test_blind(suite):
    """They can fail."""
    suite.expect_each_to_fail_on_nothing()


@pytest.mark.after("test_tests")
def test_valid(suite):
    """They refuse nothing that is right."""
    suite.expect_valid()


@pytest.mark.after("test_valid")
def test_two(suite):
    """They catch two."""
    suite.expect_caught(at_least=2)


@pytest.mark.after("test_valid")
def test_three(suite):
    """They catch three."""
    suite.expect_caught(at_least=3)
'''
PROBES = "from rehydrate.lab.kinds.stage import outcome, tests\n"
IMPLEMENTATIONS = {
    "right_plus": '"""Adds."""\n\ndef double(n):\n    return n + n\n',
    "right_float": '"""Gives a float."""\n\ndef double(n):\n    return 2.0 * n\n',
    "buggy_four": '"""Always four.\n\nHint: gives four, whatever was asked\n"""\n'
    "def double(n):\n    return 4\n",
    "buggy_negative": '"""Loses the sign."""\n\ndef double(n):\n    return abs(2 * n)\n',
    "buggy_second": '"""The second call goes wrong.\n\nNearly right.\n"""\ncalls = []\n\n\n'
    "def double(n):\n    calls.append(n)\n    return 2 * n if len(calls) == 1 else 0\n",
}
THOROUGH = """
def test_three(double):
    assert double(3) == 6


def test_sign(double, tmp_path):
    assert double(-3) == -6


def test_twice(double):
    assert double(1) == 2
    assert double(2) == 4
"""


@pytest.fixture
def suite(course):
    """Judge a suite; returns the rows by check."""
    (course.exercises / "exercise.toml").write_text(TOML)
    (course.exercises / "test_exercise.py").write_text(CHECKS)
    (course.exercises / "probes.py").write_text(PROBES)
    for name, source in IMPLEMENTATIONS.items():
        (course.solutions / f"{name}.py").write_text(source)

    def judged(source):
        examplar._LAST.clear()
        result = run(course.exercise, {"answer.py": course.answer(source)})
        assert not result.trouble
        return {check.name: check for check in result.checks}

    judged.course = course
    return judged


def states(rows):
    return " ".join(check.state for check in rows.values())


def letters(course):
    """Map the name of each wrong implementation to its letter."""
    paths = sorted(course.solutions.glob("buggy_*.py"), key=programs._digest)
    return {path.stem: chr(ord("A") + n) for n, path in enumerate(paths)}


@pytest.mark.linux
def test_a_valid_and_thorough_suite_passes(suite):
    assert states(suite(THOROUGH)) == "passed " * 4 + "passed"


@pytest.mark.linux
def test_what_is_not_caught_is_counted_and_stays_nameless(suite):
    rows = suite(THOROUGH.partition("def test_twice")[0])
    assert states(rows) == "passed passed passed passed failed"
    letter = letters(suite.course)
    assert rows["test_three"].observed == (
        f"your tests catch 2 of 3 wrong implementations; no test refuses {letter['buggy_second']}"
    )
    both = "".join(sorted([letter["buggy_four"]]))
    assert rows["test_three"].calls[0] == f"test_three catches {both}"
    assert "buggy" not in str(rows) and "sign" not in str(rows).replace("test_sign", "")


@pytest.mark.linux
def test_wrong_implementations_are_not_counted_before_all_right_ones_are_accepted(suite):
    rows = suite(THOROUGH + "\n\ndef test_type(double):\n    assert type(double(2)) is int\n")
    assert states(rows) == "passed passed failed not_run not_run"
    said = rows["test_valid"].observed
    assert said.startswith(
        "test_type refuses a right implementation at line 16, assert type(double(2)) is int"
    )
    assert "also passes" not in said


@pytest.mark.linux
def test_one_invalid_test_that_agrees_with_a_mistake_gets_its_hint(suite):
    demands = "\n\ndef test_always_four(double):\n    assert double(5) == 4\n"
    assert suite(THOROUGH + demands)["test_valid"].observed.endswith(
        " Your test also passes for a wrong program that gives four, whatever was asked."
    )
    more = demands.replace("always_four", "again")
    assert "also passes" not in suite(THOROUGH + demands + more)["test_valid"].observed


@pytest.mark.linux
def test_what_is_nearly_right_has_to_be_caught_whatever_the_count(suite):
    checks = suite.course.exercises / "test_exercise.py"
    known = checks.read_text()
    checks.write_text(known.replace("suite.expect_caught(at_least=2)", "suite.expect_nearly_right_caught()"))
    assert states(suite(THOROUGH)) == "passed " * 4 + "passed"
    row = suite(THOROUGH.partition("def test_twice")[0])["test_two"]
    assert row.state == "failed"
    assert row.observed.endswith(f"no test refuses {letters(suite.course)['buggy_second']}")


@pytest.mark.linux
def test_a_parameter_with_a_default_asks_for_nothing(suite):
    source = "def test_a(double, tmp_path, n=-3):\n    assert double(n) == -6\n"
    assert states(suite(source)).startswith("passed passed passed passed")


@pytest.mark.linux
def test_three_mistakes_that_agree_give_no_hint(suite):
    for name in ("five", "six"):
        text = f'"""More.\n\nHint: gives {name}\n"""\n\ndef double(n):\n    return 4\n'
        (suite.course.solutions / f"buggy_{name}.py").write_text(text)
    demands = "def test_always_four(double):\n    assert double(5) == 4\n"
    assert "also passes" not in suite(demands)["test_valid"].observed


@pytest.mark.linux
@pytest.mark.parametrize(
    ("source", "check", "observed"),
    [
        ("x = 1\n", "test_tests", "answer.py holds no function whose name begins with test_"),
        (
            "def test_a(double, capsys):\n    pass\n",
            "test_tests",
            "test_a asks for capsys; what it can get is double, tmp_path",
        ),
        (
            "def test_a(double):\n    double(2)\n",
            "test_blind",
            "test_a passes where every function does nothing and gives None",
        ),
        (
            'def test_a(double):\n    raise NotImplementedError("TODO: x")\n',
            "test_blind",
            "test_a is not written yet",
        ),
        (
            "\n".join(f"def test_{n}(double):\n    assert double(1) == 2\n" for n in range(21)),
            "test_tests",
            "there are 21 tests, more than 20",
        ),
    ],
)
def test_a_suite_that_says_nothing_is_told_so(suite, source, check, observed):
    row = suite(source)[check]
    assert (row.state, row.observed) == ("failed", observed)


@pytest.mark.linux
def test_a_file_that_does_not_load_is_shown_with_its_line(suite):
    row = suite("import nothing_of_the_kind\n")["test_tests"]
    assert (row.state, row.kind, row.frames[-1].line) == ("error", "load", 1)


@pytest.mark.linux
def test_nothing_is_kept_between_two_tests(suite):
    first = "kept = []\n\n\ndef test_a(double):\n    kept.append(double(2))\n    assert kept == [4]\n"
    rows = suite(first + first.partition("\n\n\n")[2].replace("test_a", "test_b"))
    assert states(rows).startswith("passed passed passed")
    assert "catch 0 of 3" in rows["test_two"].observed  # not even the one whose second call goes wrong


@pytest.mark.linux
def test_a_crash_counts_for_one_test_and_one_implementation(suite):
    crash = "import os\n\n\ndef test_crash(double):\n    if double(3) != 6:\n        os._exit(3)\n"
    rows = suite(crash + THOROUGH.replace("test_three", "test_other"))
    assert states(rows) == "passed passed failed not_run not_run" or states(rows) == "passed " * 4 + "passed"
    assert "passes where" not in rows["test_blind"].observed


@pytest.mark.linux
def test_a_crash_on_a_right_implementation_is_named(suite):
    crash = "import os\n\n\ndef test_crash(double):\n    if double(3) == 6:\n        os._exit(3)\n"
    rows = suite(crash + "    raise KeyError")
    said = "test_crash refuses a right implementation (the process ended, with exit code 3)."
    assert rows["test_valid"].observed == said


SPY = """
import gc
import inspect
import os
import pathlib
import sys


def test_spy(double):
    print("SEEN", double.__name__, double.__module__, double.__doc__, double.__code__.co_filename)
    try:
        print(inspect.getsource(double))
    except OSError:
        print("no source")
    texts = [each for each in gc.get_objects() if isinstance(each, str)]
    files = [str(path) for path in pathlib.Path(os.path.abspath("..")).rglob("*")]
    names = [*files, *sys.modules, *sys.argv]
    seen = [each for each in texts + names if "buggy_" in each or "right_" in each or "Loses" in each]
    if seen or double.__doc__ or double.__module__ != "subject":
        os._exit(9)
    assert double(3) == 6
"""


@pytest.mark.linux
def test_a_spying_test_finds_no_name_no_source_and_no_file_and_its_print_is_not_shown(suite):
    rows = suite(SPY)
    assert states(rows) == "passed passed passed failed failed"
    assert "SEEN" not in str(rows) and "outcome" not in str(rows)


@pytest.mark.linux
def test_what_pytest_offers_for_comparing_can_be_used(suite):
    told = (
        "import pytest\n\n\ndef test_a(double):\n    with pytest.raises(TypeError):\n        double(None)\n"
    )
    told += "    if double(3) != pytest.approx(6):\n        pytest.fail('not six')\n"
    rows = suite(told)
    assert states(rows) == "passed passed passed passed failed"
    assert "catch 2 of 3" in rows["test_three"].observed


@pytest.mark.linux
def test_right_and_wrong_ones_come_in_one_secret_order(suite, monkeypatch):
    shuffled = []

    class Cards:
        def shuffle(self, order):
            shuffled.append(set(order))

    monkeypatch.setattr(examplar.random, "SystemRandom", Cards)
    suite(THOROUGH)
    assert shuffled == [{"1", "2", "A", "B", "C", programs.IDLE}]


@pytest.mark.linux
def test_a_forged_answer_is_an_answer_like_another(suite):
    forged = "\n\nfrom rehydrate.lab.kinds import stage\n\nstage._text = lambda error: Answer()\n"
    forged += "\n\nclass Answer:\n    def __bool__(self):\n        return True\n"
    rows = suite("def test_a(double):\n    assert double(3) == 6\n" + forged)
    assert rows["test_valid"].state == "passed"
    assert rows["test_two"].state == "failed"


@pytest.mark.linux
def test_without_implementations_the_course_is_at_fault(suite):
    for path in suite.course.solutions.glob("buggy_*.py"):
        path.unlink()
    rows = suite(THOROUGH)
    assert "There is nothing here to judge your tests by" in rows["test_tests"].observed
    assert not any(row.state == "passed" for row in rows.values())
