"""The command line, as a learner meets it: real processes of the installed command."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

RIGHT = "def double(n):\n    return 2 * n\n"
ANSWERS = {
    "passed": (RIGHT, 0, "PASSED"),
    "wrong": ("def double(n):\n    return 4\n", 1, "does not depend on the number"),
    "untouched": (None, 1, "still reads like the starter"),
    "syntax": ("def double(n:\n", 3, "Python cannot read the file"),
    "import": ("import joblibb\n", 4, "stopped while it was being imported"),
    "missing": ("def duoble(n):\n    return 2 * n\n", 5, "It defines duoble."),
    "loop": ("def double(n):\n    while True: pass\n", 6, "A loop that never ends"),
    "os._exit": ("import os\ndef double(n):\n    os._exit(0)\n", 7, "not that its work was done"),
}


@pytest.mark.parametrize(("text", "status", "says"), ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_has_its_own_exit_status(course, rehydrate, text, status, says):
    course.seconds(0.5 if status == 6 else 60)
    course.answer((course.exercises / "starter.py").read_text() if text is None else text)
    done = rehydrate("check", "90a")
    assert done.status == status, done
    assert says in " ".join(done.out.split())
    assert done.err == ""


def test_what_cannot_be_meant_is_status_2_with_a_way_out(course, rehydrate, tmp_path):
    course.answer("", "anwser.py")
    for arguments, says in [
        (("check", "90a"), "rename anwser.py to answer.py"),
        (("check", "90b"), "the nearest names are 90a"),
        (("check", "90a", "--file", tmp_path / "no.py"), "There is no file"),
        (("reset", "91a"), "There is no exercise '91a'"),
        (("check", "90a", "--no-such-option"), "No such option"),
    ]:
        done = rehydrate(*arguments)
        assert (done.status, done.out) == (2, "")
        assert says in " ".join(done.err.split())
        assert "Traceback" not in done.err


def test_outside_a_course_folder_a_way_in_is_named(rehydrate, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = rehydrate()
    assert (done.status, done.out) == (2, "")
    assert "rehydrate init my-course" in done.err


def broken_reference(course):
    (course.solutions / "solution.py").write_text("def double(n):\n    return 4\n")


def broken_check(course):
    (course.exercises / "test_exercise.py").write_text("import no_such_library\n")


def broken_description(course):
    (course.exercises / "exercise.toml").write_text("title = 'No more'\n")


@pytest.mark.parametrize("spoil", [broken_reference, broken_check, broken_description])
def test_a_fault_of_the_course_is_status_70_and_not_the_learners(course, rehydrate, spoil):
    course.answer("def double(n):\n    return 4\n")
    spoil(course)
    done = rehydrate("check", "90a")
    assert done.status == 70
    assert "COURSE BUG" in done.out or "CourseError" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "text", ["def double(n):\n    raise ValueError('\\u20ac \\ud800')\n", RIGHT], ids=["NOT YET", "PASSED"]
)
def test_the_verdict_as_json_is_json(course, rehydrate, text):
    done = rehydrate("check", "90a", "--json", "--file", course.answer(text), PYTHONIOENCODING="ascii")
    verdict = json.loads(done.out)
    assert verdict["schema"] == "rehydrate/verdict/v1"
    assert (verdict["exercise"], verdict["exit_status"]) == ("90a", done.status)
    assert [check["name"] for check in verdict["checks"]] == ["test_two_is_doubled", "test_three_is_doubled"]
    assert verdict["message"]["next"]
    if done.status:
        assert verdict["checks"][0]["observed"] == "ValueError: \u20ac"  # half a letter is none


def test_odd_letters_in_a_learners_message_are_shown_on_any_terminal(course, rehydrate):
    answer = course.answer("def double(n):\n    raise ValueError('\\u20ac')\n")
    for encoding, shown in (("ascii", "\\u20ac"), ("utf-8", "\u20ac")):
        done = rehydrate("check", "90a", "--file", answer, PYTHONIOENCODING=encoding)
        assert done.status == 1
        assert f"ValueError: {shown}" in done.out


def test_a_first_evening(course, rehydrate):
    """Start, check, ask, check, ask, pass, compare, start again: what each command leaves for the next."""
    answer = course.root / "answers" / course.slug / "answer.py"
    log = course.root / "answers" / "progress.jsonl"

    board = rehydrate()
    assert "next: rehydrate start 90a" in board.out
    assert "0 of 1 passed" in board.out
    started = rehydrate("start")
    assert "next: rehydrate check 90a" in started.out
    assert answer.read_text() == (course.exercises / "starter.py").read_text()
    assert rehydrate("hint", "90a").status == 2

    answer.write_text("def double(n):\n    return 4\n")
    assert "(yours, as you left it)" in rehydrate("start", "90a").out
    assert rehydrate("check").status == 1
    assert "hint 1 of 3: Four of what?" in rehydrate("hint", "90a").out
    again = rehydrate("hint", "90a").out
    assert "hint 1 of 3" in again
    assert "after another attempt: rehydrate check 90a" in again
    assert rehydrate("solution", "90a").status == 2

    answer.write_text("def double(n):\n    return 4.0\n")
    assert rehydrate("check", "90a").status == 1
    assert "hint 2 of 3: Read the argument." in rehydrate("hint", "90a").out

    answer.write_text(RIGHT)
    passed = rehydrate("check", "90a")
    assert passed.status == 0
    assert "double 1." in passed.out
    everything = rehydrate("hint", "90a").out
    assert all(hint in everything for hint in ("Four of what?", "return ... * n", "return 2 * ..."))
    compared = rehydrate("solution", "90a")
    assert "the reference: answer.py" in compared.out
    assert "yours: answer.py" in compared.out

    assert "Your files are kept in answers/kept" in rehydrate("reset", "90a").out.replace(os.sep, "/")
    assert answer.read_text() == (course.exercises / "starter.py").read_text()
    (row,) = json.loads(rehydrate("list", "--json").out)
    assert (row["outcome"], row["attempts"], row["hints"]) == ("PASSED", 3, 2)
    events = [json.loads(line)["event"] for line in log.read_text().splitlines()]
    assert events == ["start", "attempt", "hint", "attempt", "hint", "attempt", "reset"]


def test_a_file_of_ones_choice_is_checked_without_a_trace(course, rehydrate, tmp_path):
    (tmp_path / "my try.py").write_text(RIGHT)
    assert rehydrate("check", "90a", "--file", tmp_path / "my try.py").status == 0
    assert not (course.root / "answers").exists()


def test_the_solution_is_shown_to_who_gives_up_and_that_is_noted(course, rehydrate):
    course.answer("def double(n): return 4\n")
    assert "the reference: answer.py" in rehydrate("solution", "90a", "--give-up").out
    assert '"give-up"' in (course.root / "answers" / "progress.jsonl").read_text()


def test_a_library_of_the_same_name_in_the_learners_folder_changes_nothing(course, rehydrate):
    for name in ("joblib.py", "numpy.py", "pytest.py", "conftest.py", "answer.py", "json.py"):
        (course.root / name).write_text("raise SystemExit('not the library')\n")
    course.answer(RIGHT)
    assert rehydrate("check", "90a").status == 0


@pytest.mark.linux
def test_ctrl_c_in_the_middle_of_a_check_is_no_verdict(course, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    course.answer(
        f"def double(n):\n    open({str(tmp_path / 'pipe')!r}, 'w').write('x')\n    while True: pass\n"
    )
    command = Path(sys.executable).with_name("rehydrate")
    checker = subprocess.Popen(
        [command, "check", "90a"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    with checker, open(tmp_path / "pipe") as pipe:
        assert pipe.read(1) == "x"
        os.killpg(checker.pid, signal.SIGINT)
        said = checker.stdout.read().decode()
    assert checker.returncode not in (0, 70)
    assert "COURSE BUG" not in said
    assert "Traceback" not in said
    assert not (course.root / "answers" / "progress.jsonl").exists()


def test_help_names_every_command_without_importing_heavy_libraries(rehydrate):
    done = rehydrate("--help", PYTHONPROFILEIMPORTTIME="1")
    assert done.status == 0
    for command in ("start", "check", "hint", "list", "solution", "reset", "certify"):
        assert re.search(rf"^ *{command} ", done.out, re.MULTILINE), command
    imported = {line.split("|")[-1].strip() for line in done.err.splitlines()}
    assert "typer" in imported
    assert not imported & {"numpy", "sklearn", "joblib", "pytest"}


def test_the_list_is_made_without_numpy_or_rich(course, rehydrate):
    done = rehydrate("list", PYTHONPROFILEIMPORTTIME="1")
    imported = {line.split("|")[-1].strip() for line in done.err.splitlines()}
    assert "0 of 1 passed" in done.out
    assert "rehydrate.lab.progress" in imported
    assert not imported & {"numpy", "sklearn", "joblib", "pytest", "rich"}


def test_a_narrow_window_gets_a_shorter_list(course, rehydrate):
    wide, narrow = (rehydrate("list", COLUMNS=columns).out for columns in ("80", "40"))
    assert wide.splitlines()[1].split() == ["90a", "Double", "it", "implement", "1", "NOT", "STARTED"]
    assert narrow.splitlines()[1].split() == ["90a", "Double", "it", "NOT", "STARTED"]
    assert max(map(len, wide.splitlines())) <= 80
    assert max(map(len, narrow.splitlines())) <= 40


def test_the_current_exercise_is_the_one_last_worked_on(course, rehydrate):
    for number in (91, 92):
        shutil.copytree(course.exercises, course.root / "exercises" / f"{number}a_again")
    for exercise in ("90a", "92a", "91a"):
        rehydrate("start", exercise)
    assert "next: rehydrate check 91a" in rehydrate().out
    assert rehydrate("check").out.startswith("91a")


@pytest.mark.parametrize(("columns", "beside"), [("120", True), ("60", False)])
def test_the_reference_is_beside_the_own_solution_where_both_fit(course, rehydrate, columns, beside):
    course.answer(RIGHT + "# " + "x" * 40 + "\n")
    said = rehydrate("solution", "90a", "--give-up", COLUMNS=columns).out
    titles = [line for line in said.splitlines() if "answer.py" in line]
    assert len(titles) == (1 if beside else 2)
    assert said.index("yours: answer.py") < said.index("the reference: answer.py")
    assert max(map(len, said.splitlines())) <= int(columns)
    assert "One more experiment: double 1." in said
    assert said.splitlines()[-1].startswith("next: rehydrate")


def test_certify_ends_with_1_if_a_promise_is_broken(course, rehydrate):
    done = rehydrate("certify", "90a", "--json")
    report = json.loads(done.out)
    assert done.status == 1
    (certificate,) = report["certificates"]
    assert certificate["problems"] == ["only 3 wrong solutions"]
    assert not [row for row in certificate["rows"] if row["problems"]]
    assert certificate["matrix"]["wrong passed"] == certificate["matrix"]["right refused"] == 0
