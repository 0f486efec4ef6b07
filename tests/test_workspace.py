"""The learner's folder: files are the learner's, and the log loses nothing it was given."""

import json
import subprocess
import sys

import pytest

from rehydrate.errors import WorkspaceError, WrongUsage
from rehydrate.lab.workspace import Workspace


@pytest.fixture
def workspace(course):
    return Workspace(course.root)


def test_the_course_folder_is_found_from_any_folder_in_it(course):
    deep = course.exercises / "deep" / "er"
    deep.mkdir(parents=True)
    assert Workspace.find(deep) == Workspace.find(course.root) == Workspace(course.root.resolve())


def test_a_folder_that_is_no_course_is_refused_with_a_way_out(tmp_path):
    (tmp_path / "exercises").mkdir()
    with pytest.raises(WorkspaceError, match=r"not inside a course folder(.|\n)*rehydrate init"):
        Workspace.find(tmp_path)


def test_start_copies_the_starter_and_never_overwrites(course, workspace):
    (copied,) = workspace.start(course.exercise)
    assert copied.read_text() == (course.exercises / "starter.py").read_text()
    copied.write_text("mine")
    assert workspace.start(course.exercise) == []
    assert copied.read_text() == "mine"


def test_reset_keeps_the_learners_files_every_time(course, workspace):
    (answer,) = workspace.start(course.exercise)
    for text in ("first", "second"):
        answer.write_text(text)
        (answer.parent / "notes.txt").write_text(text)
        kept = workspace.reset(course.exercise)
        assert (kept / "answer.py").read_text() == (kept / "notes.txt").read_text() == text
        assert answer.read_text() == (course.exercises / "starter.py").read_text()
    assert len(list((workspace.answers / "kept").iterdir())) == 2


def test_an_exercise_that_was_not_started_cannot_be_reset(course, workspace):
    with pytest.raises(WrongUsage, match=f"fix: rehydrate start {course.exercise.id}"):
        workspace.reset(course.exercise)


def test_events_come_back_in_order_and_can_be_picked(workspace):
    assert workspace.events() == []
    workspace.record(event="start", exercise="02a")
    workspace.record(event="attempt", exercise="02a", outcome="NOT YET")
    workspace.record(event="attempt", exercise="02b", outcome="PASSED", text="\u20ac\x85\u2028 ok")
    assert [row["event"] for row in workspace.events()] == ["start", "attempt", "attempt"]
    assert [row["outcome"] for row in workspace.events("attempt", exercise="02a")] == ["NOT YET"]
    assert workspace.events(exercise="02b")[0]["text"] == "\u20ac\x85\u2028 ok"
    assert all(row["time"].endswith("+00:00") for row in workspace.events())


@pytest.mark.parametrize("n_bytes", range(1, 60, 7))
def test_a_torn_last_line_loses_that_event_and_no_other(workspace, n_bytes):
    for number in range(3):
        workspace.record(event="attempt", number=number)
    content = workspace.log.read_bytes()
    workspace.log.write_bytes(content[:-n_bytes])
    before = [row["number"] for row in workspace.events()]
    workspace.record(event="attempt", number=3)
    whole = [0, 1, 2] if n_bytes == 1 else [0, 1]  # one byte is the line's end: the event itself is whole
    assert before == whole
    assert [row["number"] for row in workspace.events()] == [*whole, 3]


def test_lines_that_are_no_events_are_passed_over(workspace):
    workspace.record(event="start")
    with workspace.log.open("a") as log:
        log.write('\n[1]\n5\n"event"\nnull\n{"outcome": "PASSED"}\n\0\0\0\n')
    workspace.record(event="attempt")
    assert [row["event"] for row in workspace.events()] == ["start", "attempt"]


WRITER = """
import sys
from pathlib import Path
from rehydrate.lab.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(150):
    workspace.record(event="attempt", writer=sys.argv[2], number=number, filler="x" * 300)
"""


def test_two_writers_at_once_tear_no_line(workspace):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, workspace.root, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in "ab"
    ]
    for writer in writers:
        assert writer.stdout.readline() == b"ready\n" or sys.platform == "win32"
    for writer in writers:
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    for writer in writers:
        with writer:
            assert writer.wait() == 0
    for line in workspace.log.read_text().splitlines():
        json.loads(line)
    for name in "ab":
        assert [row["number"] for row in workspace.events(writer=name)] == list(range(150))
