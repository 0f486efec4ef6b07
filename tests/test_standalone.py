"""``pytest exercises/... --submission my.py`` says what ``rehydrate check`` says."""

import os
import subprocess
import sys

import pytest


def run_pytest(course, *arguments):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=course.root,
        env=os.environ | {"PYTEST_ADDOPTS": "--import-mode=importlib", "REHYDRATE_FRESH": "1"},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("def double(n):\n    return 2 * n\n", 0, "PASSED"),
        ("def double(n):\n    return 4\n", 1, "does not depend on the number"),
        ("def double(n:\n", 3, "Python cannot read the file"),
        ("import os\ndef double(n):\n    os._exit(0)\n", 7, "not that its work was done"),
    ],
    ids=["passed", "wrong", "syntax", "os._exit"],
)
def test_the_verdict_and_the_status_are_those_of_check(course, text, status, says):
    code, said = run_pytest(course, course.exercises, "--submission", course.answer(text))
    assert code == status, said
    assert says in " ".join(said.split())
    assert "Traceback" not in said


def test_the_starter_is_not_started_here_too(course):
    starter = course.exercises / "starter.py"
    code, said = run_pytest(course, course.exercises / "test_exercise.py", "--submission", starter)
    assert (code, "NOT STARTED" in said) == (1, True), said


def test_a_broken_check_is_a_fault_of_the_course(course):
    (course.exercises / "test_exercise.py").write_text("import no_such_library\n")
    code, said = run_pytest(course, course.exercises, "--submission", course.answer("double = 2"))
    assert (code, "COURSE BUG" in said) == (70, True), said


def test_what_cannot_be_meant_is_a_usage_error(course, tmp_path):
    for arguments, says in [
        ((course.exercises, "--submission", tmp_path / "no.py"), "There is no file"),
        ((course.exercises, course.solutions, "--submission", course.answer("")), "needs one exercise"),
        ((tmp_path, "--submission", course.answer("")), "There is no exercise"),
    ]:
        code, said = run_pytest(course, *arguments)
        assert (code, says in said) == (pytest.ExitCode.USAGE_ERROR, True), said


def test_without_a_submission_the_learners_own_answer_is_checked(course):
    course.answer("def double(n):\n    return 4\n")
    code, said = run_pytest(course, course.exercises)
    assert code == 1
    assert "double(3) gave 4, expected 6" in said
    assert "1 failed, 1 passed" in said
