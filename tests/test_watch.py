"""The loop beside the editor: what counts as a save, where one was, and real terminals from outside."""

import contextlib
import os
import select
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rehydrate.cli._keys import meaning
from rehydrate.cli._loop import KNOWN
from rehydrate.lab.progress import board, following, resumed
from rehydrate.lab.watch import Saves
from rehydrate.lab.workspace import Workspace

COMMAND = Path(sys.executable).with_name("rehydrate")
WRONG = "def double(n):\n    return 4\n"
RIGHT = "def double(n):\n    return 2 * n\n"
OFFER = "saves are checked"
DEADLINE = 60.0
FRESH = {"REHYDRATE_FRESH": "1", "NO_COLOR": "1", "COLUMNS": "100"}


# What counts as a save


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "answer.py"
    path.write_text("one")
    return path


def noticed(saves, n_looks=4):
    """How many saves are noticed when one looks a few times."""
    return sum(saves.came() for _ in range(n_looks))


def test_a_save_is_noticed_once(file):
    saves = Saves([file])
    assert noticed(saves) == 0
    file.write_text("two")
    assert noticed(saves) == 1
    assert noticed(saves) == 0


def test_a_save_that_changes_nothing_is_none(file):
    saves = Saves([file])
    file.write_text("one")
    os.utime(file, ns=(1, 1))
    assert noticed(saves) == 0


def test_two_quick_saves_are_one(file):
    saves = Saves([file])
    file.write_text("two")
    assert not saves.came()
    file.write_text("three")
    assert noticed(saves) == 1


def test_a_save_that_is_taken_back_at_once_is_none(file):
    saves = Saves([file])
    file.write_text("two")
    assert not saves.came()
    file.write_text("one")
    assert noticed(saves) == 0


def test_a_file_that_an_editor_replaces_is_the_file(file):
    saves = Saves([file])
    for text in ("two", "three"):
        beside = file.with_name("answer.py~")
        beside.write_text(text)
        os.replace(beside, file)
        assert noticed(saves) == 1


def test_a_file_that_is_missing_for_a_moment_is_waited_for(file):
    saves = Saves([file])
    file.rename(file.with_name("answer.bak"))
    assert noticed(saves) == 0
    file.write_text("two")
    assert noticed(saves) == 1
    file.unlink()
    assert noticed(saves) == 0
    file.write_text("two")
    assert noticed(saves) == 0


def test_a_second_save_within_one_tick_of_a_coarse_clock_is_noticed(file):
    os.utime(file, ns=(10**18, 10**18))
    saves = Saves([file])
    file.write_text("eno")
    os.utime(file, ns=(10**18, 10**18))
    assert noticed(saves) == 1


def test_only_the_declared_files_count(file):
    other = file.with_name("other.py")
    other.write_text("a")
    saves, both = Saves([file]), Saves([file, other])
    other.write_text("b")
    file.with_name("notes.py").write_text("c")
    assert (noticed(saves), noticed(both)) == (0, 1)


def test_what_is_about_to_be_checked_is_not_checked_again(file):
    saves = Saves([file])
    file.write_text("two")
    saves.note()
    assert noticed(saves) == 0


# Where one was


@pytest.fixture
def three(course):
    """A workspace with the exercises 90a, 91a and 92a."""
    for number in (91, 92):
        shutil.copytree(course.exercises, course.root / "exercises" / f"{number}a_again")
        shutil.copytree(course.solutions, course.root / "solutions" / f"{number}a_again")
    return Workspace(course.root)


def here(workspace):
    found = resumed(board(workspace), workspace.events())
    return found and found.exercise.id


def test_one_goes_on_where_one_was(three):
    assert here(three) == "90a"
    three.record(event="start", exercise="91a")
    assert here(three) == "91a"
    three.record(event="attempt", exercise="90a", outcome="NOT YET")
    three.record(event="hint", exercise="92a")
    assert here(three) == "92a"
    three.record(event="quiz", topic="anything")
    assert here(three) == "92a"


def test_after_a_pass_the_following_one_comes_and_then_what_was_left_out(three):
    three.record(event="attempt", exercise="91a", outcome="PASSED")
    assert here(three) == "92a"
    three.record(event="attempt", exercise="92a", outcome="PASSED")
    assert here(three) == "90a"
    three.record(event="attempt", exercise="90a", outcome="PASSED")
    assert here(three) is None


def test_next_leaves_an_exercise_out_and_comes_back_to_it(three):
    first, second, third = (standing.exercise for standing in board(three))
    three.record(event="attempt", exercise="91a", outcome="PASSED")
    assert following(board(three), first).exercise == third
    assert following(board(three), third).exercise == first
    three.record(event="attempt", exercise="92a", outcome="PASSED")
    assert following(board(three), first).exercise == first
    three.record(event="attempt", exercise="90a", outcome="PASSED")
    assert following(board(three), second) is None


# What a key means


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *((letter, letter) for letter in KNOWN),
        *(("H", "h"), ("\n", "r"), ("\r\n", "r"), ("\x04", "q")),
        *(("x", "?"), ("\x1b[A", ""), ("\x1bOP", "")),
        *(("rrrr", "r"), ("rq", "q")),  # pressed during a check: the last one counts
        *(("h\n", "h"), ("quit\n", "q"), ("  l \n", "l"), ("x\n", "?")),  # a line, where Enter sends it
    ],
)
def test_what_was_typed_means_one_key(typed, key):
    assert meaning(typed, KNOWN) == key


# Real terminals


def wait_for(true):
    """Look until something is so; fail when the deadline is over."""
    deadline = time.monotonic() + DEADLINE
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


class Tmux:
    """A shell in a terminal of tmux, which nothing but keys and a screen connects to us."""

    def __init__(self, folder, environment, columns=100):
        self.socket = str(folder / "tmux")
        self.environment = {k: v for k, v in os.environ.items() if k != "TMUX"} | environment
        size = ["-x", str(columns), "-y", "50"]
        # A plain sh leaves a terminal as a program left it. Others tidy up, and would hide what we forgot.
        self.tmux("-f", os.devnull, "new-session", "-d", *size, "sh")
        self.tmux("set-option", "-g", "history-limit", "5000")
        self.type("PS1='ready> '; PATH=" + shlex.quote(str(COMMAND.parent)) + ":$PATH; clear")
        self.says("ready> ")

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, *arguments]
        return subprocess.run(
            command, env=self.environment, check=True, capture_output=True, encoding="utf-8"
        ).stdout

    def press(self, *names):
        self.tmux("send-keys", *names)

    def type(self, line):
        self.tmux("send-keys", "-l", line)
        self.press("Enter")

    def screen(self):
        return self.tmux("capture-pane", "-p", "-J", "-S", "-")

    def says(self, text, times=1):
        assert wait_for(lambda: self.screen().count(text) >= times), (
            f"not {times}x {text!r}:\n{self.screen()}"
        )

    def settings(self, label):
        """What stty says about the terminal, once the shell listens again."""
        assert wait_for(lambda: self.screen().rstrip().endswith("ready>")), self.screen()
        self.type(f"echo {label}=$(stty -g)=")
        self.says(f"\n{label}=")
        return self.screen().split(f"\n{label}=")[1].split("=")[0]

    def close(self):
        with contextlib.suppress(subprocess.CalledProcessError):  # it is gone with its last shell
            self.tmux("kill-server")


@pytest.fixture
def tmux(course, tmp_path):
    opened = []

    def start(columns=100, **environment):
        opened.append(Tmux(tmp_path, {"LC_ALL": "C.UTF-8"} | environment, columns))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def lasting(course, text):
    """Save as an editor does: beside, then by a rename."""
    path = course.root / "answers" / course.slug / "answer.py"
    beside = path.with_name("answer.py.swp")
    beside.write_text(text)
    os.replace(beside, path)


@pytest.mark.linux
def test_an_evening_in_a_terminal_of_tmux(course, three, tmux):
    """With warm processes, as learners have it: from a wrong answer to the last exercise."""
    screen = tmux()
    before = screen.settings("before")
    screen.type("rehydrate")
    screen.says(OFFER)
    lasting(course, WRONG)
    screen.says("NOT YET   (check 2 of 2)")
    screen.says("does not depend on the number")
    screen.says(OFFER, 2)
    screen.press("h")
    screen.says("hint 1 of 3: Four of what?")
    screen.press("l")
    screen.says("0 of 3 passed", 2)
    screen.press("r")
    screen.says("NOT YET   (check 2 of 2)", 2)
    screen.press("s")
    screen.says("is not shown yet")
    lasting(course, RIGHT)
    screen.says("PASSED   (2 checks)")
    screen.says("double 1.")
    screen.says("s solution")
    screen.press("s")
    screen.says("the reference: answer.py")
    screen.press("n")
    screen.says("91a  Double it   (")
    screen.press("q")
    screen.says("rehydrate goes on with 91a.")
    assert screen.settings("after") == before

    screen.type("rehydrate")
    screen.says("91a  Double it   (", 2)
    for number in (91, 92):
        (three.answers / f"{number}a_again" / "answer.py").write_text(RIGHT)
        screen.says("PASSED   (2 checks)", number - 89)
        screen.press("n")
        screen.says("92a  Double it   (" if number == 91 else "well done")
    assert screen.settings("finally") == before
    assert [e["outcome"] for e in three.events("attempt", exercise="90a")] == ["NOT YET", "NOT YET", "PASSED"]


@pytest.mark.linux
def test_ctrl_z_gives_the_terminal_back_until_fg(course, tmux):
    screen = tmux(REHYDRATE_FRESH="1")
    before = screen.settings("before")
    screen.type("set -m; rehydrate")
    screen.says(OFFER)
    screen.press("C-z")
    screen.says("topped")  # "Stopped" or "stopped", as the shell likes
    assert screen.settings("meanwhile") == before
    screen.type("fg")
    screen.says(OFFER, 2)
    lasting(course, WRONG)
    screen.says("NOT YET")
    screen.press("C-c")
    assert screen.settings("after") == before


class Plain:
    """A pseudo-terminal whose only program is the command."""

    def __init__(self, **environment):
        import pty

        self.ours, self.theirs = pty.openpty()
        name = shlex.quote(os.ttyname(self.theirs))
        self.before = self.settings()
        self.process = subprocess.Popen(  # a new session's first terminal is the one that Ctrl-C comes from
            ["sh", "-c", f"exec {shlex.quote(str(COMMAND))} <{name} >{name} 2>&1"],
            env=os.environ | FRESH | {"TERM": "xterm"} | environment,
            start_new_session=True,
        )
        self.said, self.open = "", True

    def settings(self):
        import termios

        return termios.tcgetattr(self.theirs)

    def press(self, keys):
        os.write(self.ours, keys.encode())

    def read(self):
        while select.select([self.ours], [], [], 0)[0]:
            self.said += os.read(self.ours, 65536).decode(errors="replace").replace("\r\n", "\n")
        return self.said

    def says(self, text, times=1):
        assert wait_for(lambda: self.read().count(text) >= times), f"not {times}x {text!r}:\n{self.said}"

    def ended(self):
        """Return the exit status, once it has one."""
        assert wait_for(lambda: (self.read(), self.process.poll())[1] is not None), self.said
        return self.process.returncode

    def hang_up(self):
        """Close the window, as a broken connection does."""
        for descriptor in (self.theirs, self.ours):
            os.close(descriptor)
        self.open = False
        return self.process.wait(DEADLINE)

    def close(self):
        self.process.kill()
        self.process.wait()
        if self.open:
            self.hang_up()


@pytest.fixture
def plain(course):
    opened = []

    def start(**environment):
        opened.append(Plain(**environment))
        opened[-1].says(OFFER)
        return opened[-1]

    yield start
    for each in opened:
        each.close()


@pytest.mark.linux
@pytest.mark.parametrize(
    ("end", "status"),
    [
        (lambda terminal: terminal.press("q"), 0),
        (lambda terminal: terminal.press("\x03"), 0),
        (lambda terminal: terminal.press("\x04"), 0),
        (lambda terminal: terminal.process.send_signal(signal.SIGTERM), 143),
    ],
    ids=["q", "Ctrl-C", "Ctrl-D", "SIGTERM"],
)
def test_the_terminal_is_as_it_was_however_the_loop_ends(plain, end, status):
    terminal = plain()
    assert terminal.settings() != terminal.before
    end(terminal)
    assert terminal.ended() == status
    assert terminal.settings() == terminal.before
    assert "Traceback" not in terminal.said


@pytest.mark.linux
def test_a_window_that_is_closed_ends_the_loop(plain):
    assert plain().hang_up() == -signal.SIGHUP


@pytest.mark.linux
def test_an_unforeseen_error_gives_the_terminal_back_too(course, plain):
    terminal = plain()
    (course.exercises / "exercise.toml").unlink()
    (course.root / "answers" / "progress.jsonl").unlink()
    (course.root / "answers" / "progress.jsonl").mkdir()
    terminal.press("l")
    terminal.press("n")
    wait_for(lambda: terminal.read() and terminal.process.poll() is not None)
    assert "Error" in terminal.said
    assert terminal.settings() == terminal.before


@pytest.mark.linux
def test_a_save_during_a_check_is_checked_afterwards(course, tmp_path, plain):
    begun, go = tmp_path / "begun", tmp_path / "go"
    terminal = plain()
    lasting(
        course,
        f"import pathlib, time\n\ndef double(n):\n    pathlib.Path({str(begun)!r}).touch()\n"
        f"    while not pathlib.Path({str(go)!r}).exists():\n        time.sleep(0.01)\n    return 4\n",
    )
    assert wait_for(begun.exists)
    lasting(course, RIGHT)
    go.touch()
    terminal.says("PASSED")
    assert terminal.said.index("NOT YET   (") < terminal.said.index("PASSED   (")
    assert terminal.said.count("checking") == 2


@pytest.mark.linux
def test_on_a_dumb_terminal_enter_sends_the_key_and_saves_are_noticed_all_the_same(course, plain):
    terminal = plain(TERM="dumb")
    assert terminal.settings() == terminal.before
    terminal.says("(and Enter)")
    lasting(course, WRONG)
    terminal.says("NOT YET   (")
    terminal.press("h\n")
    terminal.says("hint 1 of 3")
    terminal.press("\n")
    terminal.says("NOT YET   (", 2)
    terminal.press("q\n")
    assert terminal.ended() == 0
    assert "\x1b" not in terminal.said


@pytest.mark.linux
@pytest.mark.parametrize(("environment", "coloured"), [({"NO_COLOR": ""}, True), ({}, False)])
def test_the_outcome_has_a_colour_unless_nobody_wants_one(course, plain, environment, coloured):
    terminal = plain(**environment)
    lasting(course, WRONG)
    terminal.says("(check 2 of 2)")
    assert ("\x1b[1;33mNOT YET\x1b[0m" in terminal.said) is coloured
    assert ("\x1b" in terminal.said) is coloured


@pytest.mark.linux
def test_a_narrow_window_is_enough(course, plain):
    terminal = plain(COLUMNS="44")
    lasting(course, WRONG)
    terminal.says("next")
    terminal.says(OFFER, 2)
    answer = terminal.said.split("checking\n")[1]
    assert max(map(len, answer.splitlines())) <= 44


@pytest.mark.linux
def test_a_file_that_is_gone_is_asked_for_and_no_reason_to_end(course, plain):
    terminal = plain()
    path = course.root / "answers" / course.slug / "answer.py"
    path.unlink()
    terminal.press("r")
    terminal.says("There is no file")
    path.write_text(RIGHT)
    terminal.says("PASSED   (")
