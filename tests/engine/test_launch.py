"""How student processes are made and ended: nothing of theirs stays."""

import os
import select
import signal
import subprocess
import sys

import pytest

from rehydrate.lab.engine import launch
from rehydrate.lab.engine.launch import ForkLauncher, FreshLauncher, Order
from rehydrate.lab.engine.proxy import Session, Submission

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes")

HOLDS = """
import os, subprocess, sys
HOLD = "import sys, time; held = open(sys.argv[1], 'wb'); print(1, flush=True); time.sleep(600)"
def leave(pipe, new_session):
    child = subprocess.Popen(
        [sys.executable, "-S", "-c", HOLD, pipe], stdout=subprocess.PIPE, start_new_session=new_session
    )
    return child.stdout.readline()
def hold(pipe):
    global held
    held = open(pipe, "wb")
def loop(pipe):
    hold(pipe)
    while True: pass
def descriptors():
    found = []
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found
"""


class Pipe:
    """A named pipe that tells, without waiting, whether anybody still holds its other end."""

    def __init__(self, path):
        os.mkfifo(path)
        self.path = str(path)
        self.reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def held(self):
        return not select.select([self.reader], [], [], 0)[0]

    def let_go(self):
        """Return once the other end is closed; False if it is not for half a minute."""
        return bool(select.select([self.reader], [], [], 30)[0])


@pytest.fixture
def pipe(tmp_path):
    made = Pipe(tmp_path / "pipe")
    yield made
    os.close(made.reader)


@pytest.fixture(params=[pytest.param(ForkLauncher, marks=pytest.mark.linux), FreshLauncher])
def own_launcher(request, monkeypatch):
    """A launcher of the test's own, which nobody else's processes keep busy."""
    monkeypatch.setattr(launch, "PRELOADED", ())
    made = request.param()
    yield made
    made.close()


@pytest.fixture
def opened(own_launcher, tmp_path):
    session = open_session(own_launcher, tmp_path)
    yield session
    session.end()


def open_session(own_launcher, folder, seconds=60.0):
    for name in ("files", "work"):
        (folder / name).mkdir()
    (folder / "files" / "answer.py").write_text(HOLDS, encoding="utf-8")
    order = Order(folder / "files", "answer.py", None, folder / "work", folder / "printed")
    return Session(own_launcher.launch(order), seconds, [])


@POSIX
def test_a_grandchild_left_behind_is_ended(opened, pipe):
    assert Submission(opened).leave(pipe.path, False) == b"1\n"
    assert pipe.held()
    opened.end()
    assert pipe.let_go()


@pytest.mark.linux  # elsewhere a process with a session of its own outlives the student
def test_a_grandchild_that_left_the_session_is_ended_too(tmp_path, pipe):
    made = ForkLauncher()
    session = open_session(made, tmp_path)
    assert Submission(session).leave(pipe.path, True) == b"1\n"
    assert pipe.held()
    session.end()
    assert pipe.let_go()
    made.close()


@POSIX
def test_a_student_is_gone_when_its_session_ends(opened, pipe):
    Submission(opened).hold(pipe.path)
    assert pipe.held()
    assert opened.end() == opened.end()
    assert pipe.let_go()


@POSIX
def test_a_student_has_three_descriptors_and_its_channel(opened):
    found = Submission(opened).descriptors()
    assert found[:3] == [0, 1, 2] and len(found) == 4


def test_a_student_is_not_told_the_secrets_of_a_runner(monkeypatch):
    monkeypatch.setenv("GRADER_TOKEN", "secret")
    assert "GRADER_TOKEN" not in launch.plain_environment()
    assert launch.plain_environment()["PATH"] == os.environ["PATH"]


CHECKER = """
import signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_launch import open_session
from rehydrate.lab.engine.launch import ForkLauncher
from rehydrate.lab.engine.proxy import Submission

signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts without it
session = open_session(ForkLauncher(), Path(sys.argv[2]))
submission = Submission(session)
submission.leave(sys.argv[3], True)
print("ready", flush=True)
submission.loop(sys.argv[3])
"""


@pytest.mark.linux
@pytest.mark.parametrize(
    "signal_number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name
)
def test_a_killed_checker_leaves_no_student_behind(tmp_path, pipe, signal_number):
    here = os.path.dirname(__file__)
    (tmp_path / "place").mkdir()
    checker = subprocess.Popen(
        [sys.executable, "-c", CHECKER, here, tmp_path / "place", pipe.path],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with checker:
        assert checker.stdout.readline() == b"ready\n"
        assert pipe.held()
        # Ctrl-C reaches the whole group of the terminal, the other signals the checker alone.
        (os.killpg if signal_number == signal.SIGINT else os.kill)(checker.pid, signal_number)
        assert pipe.let_go()


@pytest.mark.linux
def test_closing_a_launcher_that_is_still_importing_does_not_wait_for_it():
    made = ForkLauncher()
    made.close()
    assert made._process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("make", [pytest.param(ForkLauncher, marks=pytest.mark.linux), FreshLauncher])
def test_a_file_in_the_working_folder_is_not_taken_for_a_library(tmp_path, monkeypatch, make):
    (tmp_path / "joblib.py").write_text("raise SystemExit('not the library')\n", encoding="utf-8")
    (tmp_path / "helper.py").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    made = make()
    session = open_session(made, tmp_path)
    (tmp_path / "files" / "answer.py").write_text(
        "import importlib.util, joblib\nhelper = importlib.util.find_spec('helper')\n", encoding="utf-8"
    )
    try:
        assert Submission(session).helper is None
    finally:
        session.end()
        made.close()


def test_a_fresh_process_has_imported_what_the_checks_use_before_its_time_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "PRELOADED", ("colorsys", "a_module_that_no_check_imported"))
    monkeypatch.setitem(sys.modules, "colorsys", sys.modules["os"])
    session = open_session(FreshLauncher(), tmp_path)
    (tmp_path / "files" / "answer.py").write_text(
        "import sys\nthere = 'colorsys' in sys.modules\n", encoding="utf-8"
    )
    assert Submission(session).there
    session.end()


def test_a_dead_warm_parent_is_named_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(launch, "PYTHON", (sys.executable, "-c", "import sys; sys.exit('no memory')"))
    made = ForkLauncher()
    with pytest.raises(RuntimeError, match="the warm parent ended: no memory"):
        open_session(made, tmp_path)
    made.close()


def test_fresh_processes_can_be_asked_for(monkeypatch):
    monkeypatch.setenv("REHYDRATE_FRESH", "1")
    assert isinstance(launch.launcher(), FreshLauncher)
