"""Grading a folder: a row for everybody, whatever was handed in."""

import json
import os

import pytest

from rehydrate.errors import WrongUsage
from rehydrate.lab.engine.sandbox.scratch import MOST
from rehydrate.lab.grading import grade

RIGHT = "def double(n):\n    return 2 * n\n"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "submissions"
    made.mkdir()
    return made


def graded(course, folder, **options):
    return {each.student: each for each in grade(course.exercise, folder, sandboxed=False, **options)}


@pytest.mark.linux
def test_everybody_gets_a_row_with_a_reason(course, folder):
    (folder / "ada.py").write_text(RIGHT)
    (folder / "bob").mkdir()
    (folder / "bob" / "answer.py").write_text("def double(n):\n    return 4\n")
    (folder / "bob" / "conftest.py").write_text("raise SystemExit\n")
    (folder / "cyd").mkdir()
    (folder / "cyd" / "anwser.py").write_text(RIGHT)
    (folder / "dan.py").symlink_to(folder / "ada.py")
    (folder / "eve").mkdir()
    (folder / "eve" / "answer.py").symlink_to(folder / "ada.py")
    os.mkfifo(folder / "fay.py")
    (folder / "gus.py").write_bytes(b"#" * (MOST + 1))
    (folder / "hal.py").write_bytes((course.exercises / "starter.py").read_bytes())
    (folder / "ivy.py").write_bytes(b"\xff\xfe\x00double")
    (folder / "jon.py").write_text("import os\nos._exit(0)\n")
    (folder / ".DS_Store").write_text("not a student")
    rows = graded(course, folder, jobs=2)
    assert list(rows) == ["ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ivy", "jon"]
    assert {name: (row.outcome, row.score) for name, row in rows.items()} == {
        "ada": ("PASSED", 2),
        "bob": ("NOT YET", 1),
        "hal": ("NOT STARTED", 0),
        **dict.fromkeys(("cyd", "dan", "eve", "fay", "gus", "ivy", "jon"), ("NOT YET", 0)),
    }
    assert {row.max_score for row in rows.values()} == {2}
    for name, says in {
        "ada": "every check was passed",
        "bob": "The number 3 is doubled: double(3) gave 4, expected 6",
        "cyd": "there is no file answer.py; the folder holds anwser.py",
        "dan": "dan.py is a link",
        "eve": "answer.py is a link; hand in the file itself",
        "fay": "answer.py is not a plain file",
        "gus": "has 8,388,609 bytes; at most 8,388,608 are taken",
        "hal": "still reads like the starter",
        "ivy": "SyntaxError",
        "jon": "exit code 0 before it answered",
    }.items():
        assert says in rows[name].reason


@pytest.mark.linux
def test_hidden_checks_count_unless_told_otherwise(course, folder):
    (course.solutions / "test_hidden.py").write_text(
        'def test_five(submission):\n    """Five."""\n    assert submission.double(5) == 10, "not ten"\n'
    )
    (folder / "ada.py").write_text("double = {2: 4, 3: 6}.get\n")
    assert graded(course, folder)["ada"].reason == "a hidden check: Five: not ten"
    assert (graded(course, folder)["ada"].score, graded(course, folder)["ada"].max_score) == (2, 3)
    assert graded(course, folder, hidden=False)["ada"].outcome == "PASSED"


@pytest.mark.linux
def test_a_broken_reference_is_nobodys_mark(course, folder):
    (course.solutions / "solution.py").write_text("def double(n):\n    return 4\n")
    (folder / "ada.py").write_text("double = {2: 4, 3: 5}.get\n")
    row = graded(course, folder)["ada"]
    assert (row.outcome, row.score) == ("COURSE BUG", 0)
    assert "this is no mark" in row.reason


def test_a_folder_that_is_none_is_said(course, folder, tmp_path):
    for wrong, says in ((folder, "is empty"), (tmp_path / "no", "cannot be read")):
        with pytest.raises(WrongUsage, match=says):
            grade(course.exercise, wrong, sandboxed=False)


def test_the_command_prints_a_row_for_each_and_json_for_machines(course, folder, rehydrate):
    (folder / "ada.py").write_text(RIGHT)
    (folder / "bob.py").write_text("def double(n):\n    return 4\n")
    done = rehydrate("grade", "90a", folder, "--unsandboxed")
    assert done.status == 0, done
    assert [line.split()[:2] for line in done.out.splitlines()[:2]] == [["ada", "2/2"], ["bob", "1/2"]]
    document = json.loads(rehydrate("grade", "90a", folder, "--unsandboxed", "--json").out)
    assert [(row["student"], row["score"], row["misconception"]) for row in document["students"]] == [
        ("ada", 2, None),
        ("bob", 1, "always-four"),
    ]
