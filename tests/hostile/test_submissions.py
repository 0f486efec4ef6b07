"""A class that means harm: no mark is forged, none lost, nothing touched or left, and each has a reason.

Each file in submissions/ says in its docstring what it tries and what must come of it. All are graded in one
run, as ``rehydrate grade`` does it, with right answers of innocent neighbours among them.
"""

import ast
import os
import re
from pathlib import Path

import pytest

from rehydrate.lab import grading
from rehydrate.lab.engine.checks import Checks

pytestmark = pytest.mark.linux

SUBMISSIONS = sorted(Path(__file__).parent.glob("submissions/*.py"))
HEADER = re.compile(r"\n\nExpect: (all|\d+) points\n(?:Reason: (.+)\n)?(?:Group: (timed)\n)?\Z")
ALL = 10
NEIGHBOURS = [
    *("00_neighbour", "20_zz_neighbour", "40_zz_neighbour", "60_zz_neighbour", "80_zz_neighbour"),
    *("az_neighbour", "cz_neighbour", "zz_neighbour"),
]

# What cannot be kept as a plain Python file. The name, of some a folder and a file in it; the bytes, with the
# right functions for @ and useless ones for NOTHING; the points; words of the reason.
NOTHING = object()
ODD = {
    "b01_coding_declared.py": (b"# -*- coding: latin-1 -*-\n# \xe9t\xe9\n@", ALL, ""),
    "b02_coding_not_declared.py": (b'NAME = "\xe9t\xe9"\n@', 0, "SyntaxError"),
    "b03_byte_order_mark_and_crlf.py": (b"\xef\xbb\xbf\r\n@", ALL, ""),
    "b04_utf_16.py": ("pass\n".encode("utf-16"), 0, "SyntaxError"),
    "b05_null_bytes.py": (b"x = 1\0\n@", 0, "null bytes"),
    "b06_empty.py": (b"", 0, "It defines no function"),
    "b07_too_large.py": (b"#" * (8 << 20) + b"\n@", 0, "at most 8,388,608 are taken"),
    "b08_syntax.py": (b"def save_model(model, path:\n    pass\n", 0, "SyntaxError"),
    "b09_parentheses.py": (b"(" * 100_000, 0, "SyntaxError"),
    "b10_minus.py": (b"x = " + b"-" * 500_000 + b"1\n", 0, "Error"),
    "b11_attributes.py": (b"a" + b".b" * 300_000 + b"\n", 0, "Error"),
    "b13_half_a_million_lines.py": (b"a\n" * 500_000, 0, "NameError"),
    "b14_python_and_zip.py": (b"@\nPK\x05\x06" + b"\0" * 18, 0, "null bytes"),
    "b15_zip.py": (b"PK\x05\x06" + b"\0" * 18, 0, "SyntaxError"),
    "b16_no_python/answer.ipynb": (b"{}", 0, "there is no file answer.py"),
    "b17_another_name/my_answer.py": (b"@", 0, "the folder holds my_answer.py"),
    "c01_conftest/conftest.py": (b"raise SystemExit(0)\n", 0, ""),
    "c01_conftest/answer.py": (NOTHING, 0, "no file was written"),
    "c02_pytest_ini/pytest.ini": (b"[pytest]\naddopts = -p answer --collect-only\n", 0, ""),
    "c02_pytest_ini/answer.py": (NOTHING, 0, "no file was written"),
    "c03_pytest/pytest.py": (b"def main(*args, **kwargs):\n    return 0\n", 0, ""),
    "c03_pytest/answer.py": (NOTHING, 0, "no file was written"),
    "c04_libraries/joblib.py": (b"def dump(*args): 1 / 0\n", ALL, ""),
    "c04_libraries/numpy.py": (b"1 / 0\n", ALL, ""),
    "c04_libraries/rehydrate.py": (b"1 / 0\n", ALL, ""),
    "c04_libraries/answer.py": (b"@", ALL, ""),
    "c05_site/sitecustomize.py": (b"raise SystemExit(0)\n", ALL, ""),
    "c05_site/usercustomize.py": (b"raise SystemExit(0)\n", ALL, ""),
    "c05_site/hostile.pth": (b"import os; os._exit(0)\n", ALL, ""),
    "c05_site/answer.py": (b"@", ALL, ""),
    "c06_compiled/__pycache__/answer.cpython-311.pyc": (b"\xa7\r\r\n" + bytes(12) + b"\xe3", ALL, ""),
    "c06_compiled/answer.py": (b"@", ALL, ""),
    "c07_package/answer/__init__.py": (b"1 / 0\n", ALL, ""),
    "c07_package/answer.py": (b"@", ALL, ""),
    "c08_modules/os.py": (b"1 / 0\n", ALL, ""),
    "c08_modules/exercise.toml": (b"points = 100\n", ALL, ""),
    "c08_modules/test_exercise.py": (b"def test_a_file_is_written(): pass\n", ALL, ""),
    "c08_modules/answer.py": (b"@", ALL, ""),
}
SLOW = ("b12_braces_in_text", b'f"' + b"{a}" * 150_000 + b'"\n')  # Python needs a minute to read it
NAMES = [  # of right answers
    b"d01_new\nline.py",
    b"d02_\x1b[2K\x1b[31mcolours.py",
    b"d03_not_utf_8_\xff.py",
    "d04_turned_\u202eyp.rettel".encode() + b".py",
    b"d05_[red]marked[bold].py",
    b"d06_" + b"x" * 248 + b".py",
    b"d07 with 'quotes' and \"others\".py",
    b"d08_twin.py",
    b"d08_twin/answer.py",
    b"--json",
    b"-rf.py",
    b"d09_\xf0\x9f\x90\x8d.py",
    b"d10_%s{0}.py",
]


def expected_of(path):
    found = HEADER.search(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) + "\n")
    assert found, f"{path.name} does not say what must come of it"
    points, reason, group = found.groups()
    return ALL if points == "all" else int(points), reason or "", group


ORDINARY_TOO = (
    *("12", "13", "16", "17", "18", "20", "21", "22", "26", "51", "55", "56", "59", "63", "64"),
    *("67", "68", "70", "72", "75", "77", "81", "a8"),
)
EXPECTED = {path.stem: expected_of(path) for path in SUBMISSIONS}
FILES = {path.stem: path for path in SUBMISSIONS}
PLAIN = [name for name, (_, _, group) in EXPECTED.items() if group is None]
ORDINARY = [name for name in PLAIN if name[:2] in ORDINARY_TOO]
TIMED = [name for name, (_, _, group) in EXPECTED.items() if group == "timed"]
ODD_STUDENTS = {name.split("/")[0].removesuffix(".py"): row[1:] for name, row in ODD.items()}


def opened(classroom, names, **options):
    """Return a classroom in which some of the submissions and all neighbours are handed in."""
    room = classroom.Classroom(**options)
    for name in NEIGHBOURS:
        room.hand_in(f"{name}.py")
    for name in names:
        room.hand_in(f"{name}.py", FILES[name].read_text(encoding="utf-8"))
    return room


@pytest.fixture(scope="module")
def graded(classroom):
    room = opened(classroom, PLAIN, seconds=10)
    for name, (content, _, _) in ODD.items():
        written = classroom.NOTHING.encode() if content is NOTHING else content
        room.hand_in(name, written.replace(b"@", classroom.RIGHT.encode()))
    for name in NAMES:
        room.hand_in(name)
    for name, make in {
        "e01_link.py": lambda path: path.symlink_to(room.students / "00_neighbour.py"),
        "e02_pipe.py": os.mkfifo,
        "e03_folder.py": lambda path: (path / "answer.py").mkdir(parents=True),
        "e04_link_in_a_folder": lambda path: path.mkdir() or (path / "answer.py").symlink_to("/etc/passwd"),
        "e05_link_to_a_folder": lambda path: path.symlink_to(room.course / "solutions" / classroom.SLUG),
        "e06_empty_folder": Path.mkdir,
    }.items():
        make(room.students / name)
    room.hand_in("e07_untouched.py", (room.course / "exercises" / classroom.SLUG / "starter.py").read_bytes())
    yield room.grade()
    room.close()


@pytest.fixture(scope="module")
def timed(classroom):
    room = opened(classroom, TIMED, seconds=2)
    room.hand_in(f"{SLOW[0]}.py", SLOW[1])
    yield room.grade()
    room.close()


@pytest.fixture(scope="module")
def ordinary(classroom):
    """What an ordinary user gets, among them files of its own that it may not read."""
    room = opened(classroom, ORDINARY, seconds=10, ordinary=True)
    room.hand_in("f01_closed_file.py")
    room.hand_in("f02_closed_folder/answer.py")
    (room.students / "f01_closed_file.py").chmod(0)
    (room.students / "f02_closed_folder").chmod(0)
    yield room.grade()
    (room.students / "f02_closed_folder").chmod(0o700)
    room.close()


def assert_as_promised(rows, name, points, reason):
    row = rows[name]
    told = f"{name}: {row['score']} points, {row['outcome']}: {row['reason']}"
    assert (row["score"], row["max_score"]) == (points, ALL), told
    assert row["outcome"] == ("PASSED" if points == ALL else "NOT YET"), told
    assert reason in row["reason"] and row["reason"], told


@pytest.mark.parametrize("name", PLAIN)
def test_a_submission_gets_what_it_has_earned(graded, name):
    assert_as_promised(graded.rows, name, *EXPECTED[name][:2])


@pytest.mark.parametrize("name", TIMED)
def test_a_submission_that_does_not_answer_costs_no_more_than_its_time(timed, name):
    assert_as_promised(timed.rows, name, *EXPECTED[name][:2])


def test_a_file_that_takes_a_minute_to_read_holds_nobody_up(timed):
    assert_as_promised(timed.rows, SLOW[0], 0, "no answer after")


@pytest.mark.parametrize("name", ORDINARY)
def test_a_submission_gets_the_same_from_an_ordinary_user(ordinary, name):
    assert_as_promised(ordinary.rows, name, *EXPECTED[name][:2])


@pytest.mark.parametrize("name", ["f01_closed_file", "f02_closed_folder"])
def test_what_may_not_be_read_is_said(ordinary, name):
    assert_as_promised(ordinary.rows, name, 0, "answer.py cannot be read: Permission denied")


@pytest.mark.parametrize("name", ODD_STUDENTS)
def test_an_odd_file_gets_what_it_has_earned(graded, name):
    assert_as_promised(graded.rows, name, *ODD_STUDENTS[name])


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_right_answer_counts_whatever_its_name(graded, name):
    name = os.fsdecode(name.removesuffix(b"/answer.py"))
    student = name if name == "d08_twin.py" else name.removesuffix(".py")  # d08_twin is somebody else
    assert [row["score"] for row in graded.students if row["student"] == student] == [ALL]


@pytest.mark.parametrize(
    ("name", "reason"),
    {
        "e01_link": "is a link",
        "e02_pipe": "not a plain file",
        "e03_folder": "not a plain file",
        "e04_link_in_a_folder": "is a link",
        "e05_link_to_a_folder": "is a link",
        "e06_empty_folder": "the folder holds nothing",
    }.items(),
)
def test_what_is_no_file_is_not_read(graded, name, reason):
    assert_as_promised(graded.rows, name, 0, reason)


def test_an_untouched_starter_is_not_started(graded):
    row = graded.rows["e07_untouched"]
    assert (row["outcome"], row["score"]) == ("NOT STARTED", 0)


@pytest.mark.parametrize("which", ["graded", "timed", "ordinary"])
class TestAfterTheRun:
    """What holds for a whole run."""

    @pytest.fixture
    def run(self, request, which):
        return request.getfixturevalue(which)

    def test_nothing_failed_on_the_courses_side(self, run):
        assert (run.status, run.err.strip()) == (0, "")

    def test_everybody_has_one_row(self, run):
        handed_in = os.listdir(run.room.students)
        assert len(run.students) == len(run.rows) == len(handed_in)

    def test_every_row_has_a_reason_that_is_safe_to_print(self, run):
        for row in run.students:
            assert row["reason"].isprintable() and row["reason"], repr(row["reason"])

    def test_no_neighbour_lost_a_point(self, run):
        assert {name: run.rows[name]["score"] for name in NEIGHBOURS} == dict.fromkeys(NEIGHBOURS, ALL)

    @pytest.mark.parametrize("place", ["class", "course", "outside", "scratch"])
    def test_no_file_was_changed_and_none_is_left(self, run, place):
        before, after = run.before[place], run.after[place]
        assert sorted(after) == sorted(before)
        assert [path for path in before if before[path] != after[path]] == []

    @pytest.mark.parametrize("what", ["left in common places", "processes", "shared memory", "mounts"])
    def test_nothing_else_is_left(self, run, what):
        assert run.after[what] == run.before[what] == []

    def test_nobody_was_called(self, run):
        assert run.room.listeners.heard == []

    def test_no_secret_of_the_runner_was_told(self, run):
        assert f"secret-{run.room.token}" not in run.out


def test_without_the_sandbox_the_same_attacks_succeed(classroom):
    room = opened(classroom, [name for name in PLAIN if name[:2] in ("16", "17", "21", "26")], seconds=10)
    graded = room.grade("--unsandboxed", "--jobs", "1")
    stolen = [row["score"] for name, row in graded.rows.items() if name[:2] in ("16", "17")]
    room.close()
    assert stolen == [ALL, ALL]
    assert {"TCP", "UDP", "UNIX", "ABSTRACT"} == set(room.listeners.heard)
    assert graded.before["outside"] != graded.after["outside"]


def test_a_name_cannot_steer_the_terminal(course, rehydrate, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("ada.py", "bob\n\x1b[31meve PASSED.py", os.fsdecode(b"cyd\xff.py")):
        (folder / name).write_text("def double(n):\n    return 4\n")
    done = rehydrate("grade", "90a", folder, "--unsandboxed", PYTHONIOENCODING="utf-8:strict")
    assert done.status == 0, done
    assert len(done.out.splitlines()) == 3 + 2
    assert all(line.isprintable() for line in done.out.splitlines())


def test_a_failure_of_the_graders_own_costs_one_row(course, tmp_path, monkeypatch):
    def judge(exercise, files, *, checks):
        if "fails here" in files["answer.py"].read_text():
            raise OSError(28, "No space left on device")
        return ours(exercise, files, checks=checks)

    ours = grading.judge
    monkeypatch.setattr(grading, "judge", judge)
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ada.py").write_text("# fails here\n")
    (folder / "bob.py").write_text("def double(n):\n    return 2 * n\n")
    ada, bob = grading.grade(course.exercise, folder, sandboxed=False)
    assert (ada.outcome, ada.score, bob.outcome) == ("COURSE BUG", 0, "PASSED")
    assert "no mark: OSError: [Errno 28] No space left on device" in ada.reason


def test_a_verdict_process_that_ended_is_started_again(course):
    answer = {"answer.py": course.answer("def double(n):\n    return 2 * n\n")}
    with Checks(course.exercise) as checks:
        assert checks.run(answer).passed
        checks._server._process.kill()
        assert "the verdict process ended" in checks.run(answer).trouble
        assert checks.run(answer).passed
