"""What a submission can do in a room, as root and as an ordinary user: what is honest, and nothing to others.

Each attack is also made by a process of the same user without the sandbox, where it succeeds.
"""

import itertools
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from rehydrate.lab.engine import launch
from rehydrate.lab.engine.launch import ForkLauncher, Order
from rehydrate.lab.engine.proxy import Session, Submission
from rehydrate.lab.engine.sandbox import limits
from rehydrate.lab.engine.sandbox.scratch import give, remove, share

pytestmark = pytest.mark.linux

HERE = Path(__file__).parent
ROOT = sys.platform == "linux" and os.geteuid() == 0
NOBODY = 65534
USERS = ["root", "ordinary"] if ROOT else ["ordinary"]
REFUSED = ("PermissionError", "OSError", "ConnectionRefusedError", "ProcessLookupError", "FileNotFoundError")
NUMBERS = itertools.count(1)


class Opened:
    """A student process: its functions are called as if they were here."""

    def __init__(self, session, order):
        self.session, self.order = session, order
        self._submission = Submission(session)

    def __getattr__(self, name):
        return getattr(self._submission, name)


class Ground:
    """A warm parent of one user's, with one student in a room and others outside it."""

    def __init__(self, *how):
        ordinary, self.contained = "ordinary" in how, "contained" in how
        with pytest.MonkeyPatch.context() as patch:
            start = [sys.executable, str(HERE / "start_as.py"), *how, "--", "-P", "-m"]
            patch.setattr(launch, "PYTHON", start)
            patch.setenv("GRADER_TOKEN", "a secret of the runner's")
            self.launcher = ForkLauncher()
        # Where neither its user nor its mounts keep it from modes and times, changing them does nothing.
        self.pretends = self.contained and (ordinary or not ROOT)
        self.owner = NOBODY if ordinary and ROOT else None
        self.top = Path(tempfile.mkdtemp(prefix="ground-"))
        self.top.chmod(0o711)
        self.base = self.folder("base")
        self.outside = self.folder("outside")
        self.room = self.launcher.room(self.base)
        self.sessions = []

    def folder(self, name):
        made = self.top / name
        made.mkdir()
        give(made, self.owner)
        return made

    def file(self, name="file"):
        """Make a file outside, of the user's own; return its path as text."""
        made = self.outside / f"{name}-{next(NUMBERS)}"
        made.write_bytes(b"of somebody else")
        give(made, self.owner)
        return str(made)

    def open(self, source, locked=True, launcher=None, seconds=60):
        """Open a student process over one of the files beside this one, as a desk does."""
        launcher = launcher or (self.room if locked else self.launcher)
        owner = launcher.user or self.owner
        check = self.base / f"check-{next(NUMBERS)}"
        place = check / "1"
        place.mkdir(parents=True)
        for each in (check, place):
            each.chmod(0o711)
            share(each, launcher.user)
        for folder in (check / "shared", place / "work"):
            folder.mkdir()
            give(folder, owner)
        (place / "printed").touch()
        give(place / "printed", owner)
        (place / "files").mkdir()
        shutil.copyfile(HERE / source, place / "files" / "answer.py")
        folders = {"folder": place / "work", "log": place / "printed", "shared": check / "shared"}
        order = Order(files=place / "files", main="answer.py", probes=None, **folders)
        session = Session(launcher.launch(order), seconds, [])
        self.sessions.append(session)
        return Opened(session, order)

    def end_sessions(self):
        while self.sessions:
            self.sessions.pop().end()

    def close(self):
        self.end_sessions()
        self.room.close()
        self.launcher.close()
        remove(self.top)


@pytest.fixture(scope="module", params=[user + where for user in USERS for where in ("", " contained")])
def whose(request):
    made = Ground(*request.param.split())
    yield made
    made.close()
    assert not made.top.exists()


@pytest.fixture
def ground(whose):
    yield whose
    whose.end_sessions()


@pytest.fixture
def attack(ground):
    """Make an attack inside a room and outside; the second must succeed, the first is returned."""

    def both(name, *arguments, again=None):
        stopped = ground.open("sandbox_attacks.py").tried(name, *arguments)
        free = ground.open("sandbox_attacks.py", locked=False).tried(name, *(again or arguments))
        assert free == "done", f"{name} does not even work without the sandbox: {free}"
        return stopped

    return both


def test_all_layers_hold_here(ground):
    expected = ["limits", "another user", "namespaces", "landlock", "seccomp"]
    if ground.owner is not None or not ROOT:
        expected.remove("another user")
    if ground.contained:
        expected.remove("namespaces")
    assert list(ground.room.layers.active) == expected
    assert ground.room.layers.shields_processes


# The network


@pytest.mark.parametrize("kind", ["tcp", "udp", "unix", "abstract", "datagram_without_a_socket_of_its_own"])
def test_nobody_is_reached_by_network(ground, attack, kind):
    path = str(ground.outside / f"socket-{kind[:9]}")
    family = {"tcp": socket.AF_INET, "udp": socket.AF_INET}.get(kind, socket.AF_UNIX)
    stream = kind in ("tcp", "unix", "abstract")
    with socket.socket(family, socket.SOCK_STREAM if stream else socket.SOCK_DGRAM) as listener:
        listener.bind(
            {"tcp": ("127.0.0.1", 0), "udp": ("127.0.0.1", 0), "abstract": "\0ground"}.get(kind, path)
        )
        if stream:
            listener.listen()
        if family == socket.AF_UNIX and kind != "abstract":
            os.chmod(path, 0o777)
        where = {"abstract": "ground"}.get(kind, path)
        where = listener.getsockname()[1] if family == socket.AF_INET else where
        assert attack(kind, where) == "PermissionError"


def test_nobody_can_be_waited_for(attack):
    assert attack("listen") == "PermissionError"


# Files


def test_a_file_of_somebody_else_is_not_read(ground, attack):
    assert attack("read", ground.file()) == "PermissionError"


def test_a_link_leads_nowhere(ground, attack):
    target = ground.file()
    assert attack("read_through_a_link", target, "link") == "PermissionError"


@pytest.mark.parametrize("name", ["solutions", "exercises", "book", "tests"])
def test_the_course_is_not_read(attack, name):
    place = HERE.parents[1] / name
    assert attack("look_into", str(place)) == "PermissionError"


def test_the_files_of_a_classmate_are_not_read(ground, attack):
    classmate = ground.folder(f"classmate-{next(NUMBERS)}")
    (classmate / "answer.py").write_text("mine")
    give(classmate / "answer.py", ground.owner)
    assert attack("read", str(classmate / "answer.py")) == "PermissionError"


@pytest.mark.parametrize("place", ["/", "/tmp", "/dev", "/sys", "/etc"])
def test_the_machine_is_not_looked_at(attack, place):
    assert attack("look_into", place) == "PermissionError"


def test_only_processes_of_the_room_are_listed(ground, attack):
    seen = attack("look_into", f"/proc/{ground.launcher._process.pid}/task")
    assert seen == ("PermissionError" if ground.contained else "FileNotFoundError")


def test_the_files_of_the_warm_parent_are_not_read(ground, attack):
    pid = ground.launcher._process.pid
    assert attack("read", f"/proc/{pid}/cmdline") in ("PermissionError", "FileNotFoundError")


@pytest.mark.parametrize("what", ["write", "shorten", "delete", "change_mode", "change_times"])
def test_nothing_outside_is_changed(ground, attack, what):
    path, again = ground.file(), ground.file()
    before = os.stat(path)
    stopped = attack(what, path, again=[again])
    assert stopped in REFUSED or (ground.pretends and what.startswith("change") and stopped == "done")
    after = os.stat(path)
    assert [before.st_mode, before.st_size, before.st_mtime] == [after.st_mode, after.st_size, after.st_mtime]


def test_no_attribute_outside_is_changed(ground, attack):
    path, again = ground.file(), ground.file()
    assert attack("change_attributes", path, again=[again]) in (*REFUSED, "done" if ground.pretends else "")
    assert os.listxattr(path) == []
    assert os.listxattr(again) == ["user.mine"]


def test_nothing_is_put_outside(ground, attack):
    new = [str(ground.outside / f"new-{next(NUMBERS)}") for _ in range(2)]
    assert attack("make_a_folder", new[0], again=new[1:]) in REFUSED
    assert not os.path.exists(new[0])
    there = [str(ground.outside / f"new-{next(NUMBERS)}") for _ in range(2)]
    assert attack("move", "printed", there[0], again=[ground.file(), there[1]]) in REFUSED


def test_a_student_cannot_reach_what_the_desk_laid_out(ground):
    student = ground.open("sandbox_attacks.py")
    place = student.order.folder.parent
    for name, *arguments in [
        ("write", str(place / "files" / "answer.py")),
        ("delete", str(place / "printed")),
        ("make_a_folder", str(place.parent / "2")),
        ("move", str(place / "work"), str(place / "other")),
    ]:
        assert student.tried(name, *arguments) in REFUSED, name


def test_nothing_is_made_that_a_reader_would_wait_for(attack):
    assert attack("make_a_pipe", "pipe") in REFUSED


# Other processes


def test_no_process_outside_is_signalled(ground, attack):
    assert attack("kill", ground.launcher._process.pid) in REFUSED


def test_the_room_is_not_signalled(ground):
    student = ground.open("sandbox_attacks.py")
    assert student.tried("signal_the_parent") in REFUSED
    other = ground.open("sandbox_honest.py")
    student.tried("kill_all")
    assert other.threads() == 4950
    assert ground.open("sandbox_honest.py").threads() == 4950
    assert ground.launcher._process.poll() is None


@pytest.mark.parametrize("what", ["trace_a_child", "memory_file", "keyring"])
def test_what_no_submission_needs_is_refused(attack, what):
    assert attack(what) in REFUSED


def test_no_namespace_is_made(ground):
    assert ground.open("sandbox_attacks.py").tried("new_namespace") == "PermissionError"
    free = ground.open("sandbox_attacks.py", locked=False).tried("new_namespace")
    assert free == ("PermissionError" if ground.contained else "done")


def test_the_parent_is_not_traced(ground):
    assert ground.open("sandbox_attacks.py").tried("trace_the_parent") == "PermissionError"


def test_no_limit_of_another_process_is_looked_at(ground, attack):
    assert attack("limit_another", ground.launcher._process.pid) in REFUSED


def test_no_shared_memory_is_left(attack):
    key = os.getpid()  # of this run's own, for it is for all to see
    assert attack("shared_memory", key) == "PermissionError"
    libc = pytest.importorskip("ctypes").CDLL(None)
    assert libc.shmctl(libc.shmget(key, 0, 0), 0, None) == 0  # what the free one left


def test_no_descriptor_is_handed_down(ground):
    for locked in (True, False):
        assert ground.open("sandbox_attacks.py", locked).descriptors() == [3]


def test_no_secret_of_the_runner_is_handed_down(ground):
    for locked in (True, False):
        seen = ground.open("sandbox_attacks.py", locked).environment()
        assert "PATH" in seen and "GRADER_TOKEN" not in seen


# What may be used up


def test_a_fork_bomb_is_bounded(ground):
    assert ground.open("sandbox_attacks.py").many_processes() <= limits.PROCESSES
    assert ground.open("sandbox_attacks.py", locked=False).many_processes() == 70


def test_one_who_uses_up_all_processes_does_not_keep_the_next_from_starting(ground):
    student = ground.open("sandbox_attacks.py")
    assert student.leave_no_process()
    assert ground.open("sandbox_honest.py").shell() == "2\n"
    assert student.session.end() == -signal.SIGKILL


def test_memory_is_bounded(attack):
    assert attack("much_memory") == "OSError"


def test_a_file_is_bounded(attack):
    assert attack("a_large_file", "large") == "OSError"


def test_a_limit_is_not_raised(ground):
    assert ground.open("sandbox_attacks.py").tried("raise_a_limit") in ("PermissionError", "ValueError")


def test_a_daemon_does_not_outlive_its_student(ground):
    for locked in (True, False):
        student = ground.open("sandbox_attacks.py", locked)
        pipe = student.order.shared / "pipe"
        os.mkfifo(pipe)
        pipe.chmod(0o666)
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        try:
            student.leave_a_daemon(str(pipe))
            assert _is_held(reader)
            student.session.end()
            assert not _is_held(reader)  # at once, not some time later
        finally:
            os.close(reader)


def test_closing_a_room_ends_what_is_in_it_and_nothing_else(ground):
    second = ground.launcher.room(ground.folder(f"room-{next(NUMBERS)}"))
    outside = ground.open("sandbox_honest.py")
    second.close()
    assert outside.threads() == 4950


CHECKER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from test_sandbox import Ground

ground = Ground(*sys.argv[2:])
student = ground.open("sandbox_attacks.py")
pipe = student.order.shared / "pipe"
os.mkfifo(pipe)
os.chmod(pipe, 0o666)
print(ground.top, pipe, flush=True)
sys.stdin.readline()
student.hold(str(pipe))
"""


@pytest.mark.parametrize("how", ["", "ordinary contained"])
def test_a_killed_checker_leaves_no_room_behind(how):
    command = [sys.executable, "-c", CHECKER, str(HERE), *how.split()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as checker:
        top, pipe = map(Path, checker.stdout.readline().split())
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        checker.stdin.write("go\n")
        checker.stdin.flush()
        try:
            assert _within_a_minute(lambda: _is_held(reader))
            checker.kill()
            assert _within_a_minute(lambda: not _is_held(reader))
        finally:
            os.close(reader)
            remove(top)


def _is_held(reader):
    """Whether anybody has the other end of a pipe: then reading would wait."""
    try:
        return os.read(reader, 1) != b""
    except BlockingIOError:
        return True


def _within_a_minute(happens):
    deadline = time.monotonic() + 60
    while not happens():
        if time.monotonic() > deadline:
            return False
        select.select([], [], [], 0.01)
    return True


# Honest work


HONEST = {
    "imports": (("sklearn.manifold",), False),
    "fits": ((), True),
    "threads": ((), 4950),
    "many_threads": ((), 16),
    "joblib_processes": ((), [0, 1, 2, 3]),
    "pool_of_processes": ((), [2, 4, 6]),
    "subprocess_of_python": ((), "1\n"),
    "shell": ((), "2\n"),
    "event_loop": ((), 1),
    "temporary": ((), True),
    "home": ((), True),
    "files": ((".",), ["base.sqlite", "latest", "plain.json"]),
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_is_not_disturbed(ground, name):
    arguments, expected = HONEST[name]
    student = ground.open("sandbox_honest.py")
    if name == "pool_of_processes" and ground.contained:
        with pytest.raises(PermissionError):  # its semaphores would be files that everybody has
            student.pool_of_processes()
        return
    assert getattr(student, name)(*arguments) == expected
    assert "rror" not in (student.order.log).read_text()


def test_the_shared_folder_is_the_students_too(ground):
    student = ground.open("sandbox_honest.py")
    shared = student.order.shared
    assert student.files(str(shared)) == ["base.sqlite", "latest", "plain.json"]
    assert student.between(str(shared)) == b"new"
    assert (shared / "new").read_bytes() == b"new"
    student.put(str(shared / "private"))
    assert (shared / "private").read_bytes() == b"private"
