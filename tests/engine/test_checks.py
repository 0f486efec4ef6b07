"""Checks collected once: the same rows as a run of their own, and nothing of one submission in the next."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.engine.run import run

pytestmark = pytest.mark.linux
RIGHT = "def double(n):\n    return 2 * n\n"
SUBMISSIONS = {
    "right": RIGHT,
    "wrong": "def double(n):\n    return 4\n",
    "syntax": "def double(n:\n",
    "import": "import joblibb\n",
    "missing": "def duoble(n):\n    return 2 * n\n",
    "raises": "def double(n):\n    return n.twice\n",
    "exit": "def double(n):\n    exit(0)\n",
    "dies at two": "import os\ndef double(n):\n    return os._exit(0) if n == 2 else 2 * n\n",
}


@pytest.fixture
def files(course):
    """Write a text as the learner's answer."""
    return lambda text: {"answer.py": course.answer(text)}


@pytest.fixture(params=[1, 2], ids=["one by one", "side by side"])
def checks(course, request):
    with Checks(course.exercise, side_by_side=request.param) as opened:
        yield opened


def test_the_rows_are_those_of_a_run_of_its_own(course, checks, files):
    for name, text in SUBMISSIONS.items():
        assert checks.run(files(text)) == run(course.exercise, files(text)), name


def test_one_crash_costs_one_check(checks, files):
    result = checks.run(files(SUBMISSIONS["dies at two"]))
    assert [check.state for check in result.checks] == ["error", "passed"]
    assert (result.score, result.max_score) == (1, 2)


def test_briefly_nothing_is_run_after_a_check_that_was_not_passed(course, checks, files):
    text = "def double(n):\n    return 2 * n + (n == 2)\n"
    assert [check.state for check in checks.run(files(text)).checks] == ["failed", "passed"]
    brief = checks.run(files(text), briefly=True)
    assert [check.state for check in brief.checks] == ["failed", "not_run"]
    assert "a check before it was not passed" in brief.checks[1].observed
    assert brief == run(course.exercise, files(text), briefly=True)
    assert checks.run(files(RIGHT), briefly=True).passed


def test_one_check_alone_is_run(checks, files):
    result = checks.run(files(SUBMISSIONS["wrong"]), only="test_three_is_doubled")
    assert [(check.name, check.state) for check in result.checks] == [("test_three_is_doubled", "failed")]


MEETING = '''
import os, pathlib, time
HERE = pathlib.Path({place!r})


def meet(name, other):
    """Say that this check runs, and wait until the other one does."""
    (HERE / name).touch()
    deadline = time.monotonic() + 20
    while not (HERE / other).exists():
        assert time.monotonic() < deadline, f"{{other}} did not run beside {{name}}"


def test_two_is_doubled(submission):
    """Two."""
    assert submission.double(2) == 4


def test_three_is_doubled(submission):
    """Three."""
    meet("three", "four")


def test_four(submission):
    """Four."""
    meet("four", "three")
'''
AFTER = '''
import pytest, time


def test_two_is_doubled(submission):
    """Two."""
    assert submission.double(2) == 4


def test_three_is_doubled(submission):
    """Three."""
    time.sleep(0.3)
    assert submission.double(3) == 6


@pytest.mark.after("test_three_is_doubled")
def test_four(submission):
    """Four."""
    assert submission.double(4) == 8
'''


def test_two_checks_run_at_the_same_time(course, files, tmp_path):
    (course.exercises / "test_exercise.py").write_text(MEETING.format(place=str(tmp_path)))
    with Checks(course.exercise, side_by_side=2) as checks:
        result = checks.run(files(RIGHT))
        assert result.passed, result
        for name in ("three", "four"):
            (tmp_path / name).unlink()
        assert checks.run(files(RIGHT)).passed


def test_a_check_waits_for_one_that_another_process_runs(course, files):
    (course.exercises / "test_exercise.py").write_text(AFTER)
    with Checks(course.exercise, side_by_side=2) as checks:
        assert checks.run(files(RIGHT)).passed
        wrong = checks.run(files(SUBMISSIONS["wrong"]))
    assert [check.state for check in wrong.checks] == ["passed", "failed", "not_run"]
    assert "until test_three_is_doubled is passed" in wrong.checks[2].observed


def test_when_one_of_two_verdict_processes_dies_the_next_submission_is_checked_all_the_same(course, files):
    (course.exercises / "test_exercise.py").write_text(
        AFTER.replace(
            "    time.sleep(0.3)\n", "    import os\n    submission.double(3) > 6 and os._exit(1)\n"
        )
    )
    with Checks(course.exercise, side_by_side=2) as checks:
        wrong = checks.run(files("def double(n):\n    return 7 if n == 3 else 2 * n\n"))
        assert "the verdict process ended with 1" in wrong.trouble
        assert checks.run(files(RIGHT)).passed


def test_what_one_submission_changes_in_the_verdict_process_is_gone_for_the_next(course, files):
    (course.exercises / "test_exercise.py").write_text(
        "SEEN = []\n\n"
        'def test_two_is_doubled(submission):\n    """Two."""\n    SEEN.append(submission.double(2))\n'
        "    assert SEEN == [4], SEEN\n\n"
        'def test_three_is_doubled(submission):\n    """Three."""\n    assert submission.double(3) == 6\n'
    )
    with Checks(course.exercise) as checks:
        assert checks.run(files("def double(n):\n    return 5\n")).score == 0
        assert checks.run(files(RIGHT)).passed
        assert checks.run(files(RIGHT)).passed


def test_what_checks_keep_in_a_cache_is_made_once_for_all_submissions(course, files, tmp_path):
    made = tmp_path / "made"
    text = (course.exercises / "test_exercise.py").read_text()
    (course.exercises / "test_exercise.py").write_text(
        "from functools import cache\n\n"
        f"@cache\ndef six(n=3):\n    open({str(made)!r}, 'a').write('.')\n    return 2 * n\n\n"
        "@cache\ndef other(n):\n    raise AssertionError(n)\n"
        + text.replace("answer == 6", "answer == six()")
    )
    with Checks(course.exercise) as checks:
        assert checks.run(files(RIGHT)).passed
        assert checks.run(files(RIGHT)).passed
    assert made.read_text() == "."


def test_a_submission_that_takes_too_long_in_all_is_ended_and_keeps_what_it_earned(course, files):
    slow = "import time\ndef double(n):\n    time.sleep(60 if n == 3 else 0)\n    return 2 * n\n"
    with Checks(course.exercise, seconds=4) as checks:
        result = checks.run(files(slow))
        assert [check.state for check in result.checks] == ["passed", "timeout"], result.trouble
        assert "all checks together took more than 4 seconds" in result.checks[1].observed
        assert not result.trouble
        assert checks.run(files(RIGHT)).passed


def test_checks_that_cannot_be_read_are_a_fault_of_the_course(course, files):
    (course.exercises / "test_exercise.py").write_text("import no_such_module\n")
    with Checks(course.exercise) as checks:
        assert "no_such_module" in checks.run(files(RIGHT)).trouble


def test_checks_with_a_syntax_error_are_a_fault_of_the_course(course, files):
    (course.exercises / "test_exercise.py").write_text("def test_two(:\n")
    with Checks(course.exercise) as checks:
        assert checks.run(files(RIGHT)).trouble


def test_a_verdict_process_that_is_killed_is_a_fault_of_the_course(course, files):
    with Checks(course.exercise) as checks:
        assert checks.run(files(RIGHT)).passed
        os.kill(checks._server._process.pid, signal.SIGKILL)
        result = checks.run(files(RIGHT))
    assert "the verdict process ended" in result.trouble
    assert (result.score, result.passed) == (0, False)


def test_a_check_that_kills_its_verdict_process_is_a_fault_of_the_course(course, files):
    (course.exercises / "test_exercise.py").write_text(
        'import os\n\ndef test_two_is_doubled(submission):\n    """Two."""\n    os._exit(0)\n'
    )
    with Checks(course.exercise) as checks:
        result = checks.run(files(RIGHT))
    assert not result.passed
    assert result.score == 0


def test_a_check_waits_for_the_one_it_depends_on(course, files):
    text = (course.exercises / "test_exercise.py").read_text()
    marked = '@pytest.mark.after("test_two_is_doubled")\n@pytest.mark.points(9)\ndef test_three'
    (course.exercises / "test_exercise.py").write_text(
        "import pytest\n" + text.replace("def test_three", marked)
    )
    with Checks(course.exercise) as checks:
        six = checks.run(files("def double(n):\n    return 6\n"))
        assert [(check.state, check.kind) for check in six.checks] == [
            ("failed", "assertion"),
            ("not_run", "waits"),
        ]
        assert six.checks[1].observed == "it says nothing until test_two_is_doubled is passed"
        assert six.score == 0
        assert [check.state for check in checks.run(files(SUBMISSIONS["wrong"])).checks] == [
            "passed",
            "failed",
        ]


def test_points_of_hidden_checks_are_their_own(course, files):
    (course.solutions / "test_hidden.py").write_text(
        "import pytest\n\n"
        "@pytest.mark.points(5)\n"
        'def test_five(submission):\n    """Five."""\n    assert submission.double(5) == 10\n\n'
        'def test_six(submission):\n    """Six."""\n    assert submission.double(6) == 12\n'
    )
    with Checks(course.exercise, hidden=True) as checks:
        result = checks.run(files("def double(n):\n    return 10 if n == 5 else 0\n"))
        assert (result.score, result.max_score) == (5, 8)
        assert [(check.points, check.hidden) for check in result.checks] == [
            (1, False),
            (1, False),
            (5, True),
            (1, True),
        ]


def test_a_hash_seed_reaches_the_students_process(course, files):
    text = 'def double(n):\n    raise ValueError(str(hash("rehydrate")))\n'
    told = set()
    for seed in (1, 2, 1):
        with Checks(course.exercise, hash_seed=seed) as checks:
            told.add(checks.run(files(text)).checks[0].observed)
    assert len(told) == 2


def test_a_new_process_has_the_hash_seed_of_the_first(course, files):
    (course.exercises / "test_exercise.py").write_text(
        "def test_two_is_doubled(submission, new_process):\n"
        '    """Two."""\n    assert submission.double("x") == new_process().double("x")\n\n\n'
        'def test_three_is_doubled(submission):\n    """Three."""\n'
    )
    with Checks(course.exercise) as checks:
        assert checks.run(files("def double(n):\n    return hash(n)\n")).passed


def test_nothing_is_left_when_the_checks_are_closed(course, files, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with Checks(course.exercise) as checks:
        checks.run(files(RIGHT))
        server = checks._server._process.pid
        started = [server, *children(server)]
        assert len(started) >= 2
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
    assert [path.name for path in scratch.iterdir() if path.name.startswith("rehydrate-")] == []


def test_checks_that_are_closed_in_the_middle_leave_nothing(course, files, tmp_path, monkeypatch):
    scratch, marker = tmp_path / "scratch", tmp_path / "marker"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    endless = f"def double(n):\n    open({str(marker)!r}, 'w').close()\n    while True: pass\n"
    checks = Checks(course.exercise)
    asking = threading.Thread(target=checks.run, args=[files(endless)])
    asking.start()
    wait_for(marker.exists)
    server = checks._server._process
    started = descendants(server.pid)
    assert len(started) >= 3
    server.terminate()
    asking.join()
    checks.close()
    wait_for(lambda: not [pid for pid in started if alive(pid)])
    assert [path.name for path in scratch.iterdir() if path.name.startswith("rehydrate-")] == []


def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def alive(pid):
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid):
    return [pid, *(each for child in children(pid) for each in descendants(child))]


def children(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_the_result_as_plain_data_can_be_read_back(checks, files):
    plain = json.loads(json.dumps(checks.run(files(SUBMISSIONS["raises"])).as_plain()))
    assert (plain["schema"], plain["score"], plain["max_score"]) == ("rehydrate/result/v1", 0, 2)
    assert plain["checks"][0]["frames"][0]["source"] == "return n.twice"
