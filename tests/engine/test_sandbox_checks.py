"""A check in the sandbox is the same check: its folders, its files, its words."""

import os
from pathlib import Path

import pytest

from rehydrate.errors import NoSandbox
from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.engine.run import run

CHECKS = '''
import joblib

def test_a_file_of_the_checks_is_replaced(submission, tmp_path):
    """The file."""
    path = tmp_path / "model.joblib"
    joblib.dump([1], path)
    os_name = submission.replace(path)
    assert joblib.load(path) == [2]
    assert os_name == "model.joblib"


def test_a_folder_of_the_checks_is_written_to(submission, new_process, tmp_path):
    """The folder."""
    (tmp_path / "store").mkdir()
    submission.replace(tmp_path / "store" / "model")
    assert new_process().read(tmp_path / "store" / "model") == [2]
    assert tmp_path.name == "test_a_folder_of_the_checks_is_written_to"
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_file_stays_where_it_was_put(submission, tmp_path):
    """The place."""
    submission.replace(tmp_path / "model")
    assert submission.probes.counted(tmp_path) == 1
'''
ANSWER = """
import joblib

def replace(path):
    joblib.dump([2], path)
    return path.name

def read(path):
    return joblib.load(path)
"""
PROBES = "def counted(folder):\n    return len(list(folder.iterdir()))\n"


@pytest.fixture
def exercise(course):
    (course.exercises / "test_exercise.py").write_text(CHECKS, encoding="utf-8")
    (course.exercises / "probes.py").write_text(PROBES, encoding="utf-8")
    return course.exercise


def test_a_check_and_a_submission_share_a_folder(course, exercise):
    found = run(exercise, {"answer.py": course.answer(ANSWER)})
    assert [check.state for check in found.checks] == ["passed"] * 3, found


@pytest.mark.linux
def test_they_share_it_in_the_sandbox_too(course, exercise):
    with Checks(exercise, sandboxed=True) as checks:
        found = checks.run({"answer.py": course.answer(ANSWER)})
    assert [check.state for check in found.checks] == ["passed"] * 3, found
    assert {"landlock", "seccomp"} <= set(found.layers)


@pytest.mark.linux
def test_a_folder_that_the_sandbox_hides_is_refused_in_words(course, exercise, monkeypatch):
    monkeypatch.setenv("TMPDIR", "/dev/shm")
    with Checks(exercise, sandboxed=True) as checks, pytest.raises(NoSandbox, match="TMPDIR=/var/tmp"):
        checks.run({"answer.py": course.answer(ANSWER)})
    assert not list(Path("/dev/shm").glob("rehydrate-*"))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_is_not_taken_for_an_answer(course, exercise, tmp_path):
    (tmp_path / "of_a_classmate.py").write_text(ANSWER, encoding="utf-8")
    link = course.answer("")
    link.unlink()
    link.symlink_to(tmp_path / "of_a_classmate.py")
    found = run(exercise, {"answer.py": link})
    assert {check.state for check in found.checks} == {"error", "not_run"}
    assert found.checks[0].observed == "Refused: answer.py is a link; hand in the file itself"
    assert not found.trouble


def test_other_tests_keep_the_folder_that_pytest_makes(tmp_path, tmp_path_factory):
    assert tmp_path.is_relative_to(tmp_path_factory.getbasetemp())
