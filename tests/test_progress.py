"""Where the learner stands, read from the log."""

import shutil

import pytest

from rehydrate.lab.progress import board
from rehydrate.lab.workspace import Workspace


@pytest.fixture
def workspace(course):
    """Two exercises: 90a and 91a."""
    shutil.copytree(course.exercises, course.root / "exercises" / "91a_double_it_again")
    return Workspace(course.root)


def outcomes(workspace, *given):
    for outcome in given:
        workspace.record(event="attempt", exercise="90a", outcome=outcome)
    return [str(standing.outcome) for standing in board(workspace)]


def test_without_a_log_nothing_is_started(workspace):
    assert outcomes(workspace) == ["NOT STARTED", "NOT STARTED"]


def test_the_last_attempt_counts_until_one_passes(workspace):
    assert outcomes(workspace, "NOT YET", "NOT STARTED") == ["NOT STARTED", "NOT STARTED"]
    assert outcomes(workspace, "NOT YET") == ["NOT YET", "NOT STARTED"]
    assert outcomes(workspace, "PASSED", "NOT YET") == ["PASSED", "NOT STARTED"]


def test_a_fault_of_the_course_never_counts(workspace):
    assert outcomes(workspace, "COURSE BUG") == ["NOT STARTED", "NOT STARTED"]
    assert outcomes(workspace, "NOT YET", "COURSE BUG") == ["NOT YET", "NOT STARTED"]
    assert board(workspace)[0].attempts == 1


def test_attempts_and_hints_are_counted(workspace):
    outcomes(workspace, "NOT YET", "NOT YET", "PASSED")
    workspace.record(event="hint", exercise="90a", misconception="x", level=1)
    standing = board(workspace)[0]
    assert (standing.attempts, standing.hints, standing.opened) == (3, 1, False)
