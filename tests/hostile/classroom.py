"""A class that is graded as on the command line, and a watch over all that it could reach around it.

It is no test; the tests beside it run it. What a submission has between two at signs is filled in here: where
the course and the class lie, where somebody listens, a word that is new for each run.
"""

import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path

import rehydrate

HERE = Path(__file__).parent
SLUG = "90a_keep_a_model"
RIGHT = (HERE / "course" / "solution.py").read_text(encoding="utf-8")
NOTHING = (HERE / "course" / "nothing.py").read_text(encoding="utf-8")
START_AS = HERE.parent / "engine" / "start_as.py"
NOBODY = 65534
MEMORY = 8 << 20  # KiB of addresses that each process of the grader may take, should all else fail
COMMON_PLACES = ("/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/root", "/home")


class Classroom:
    """A course of one exercise, a folder of submissions, and a folder outside that nobody may touch.

    Parameters
    ----------
    seconds : int
        How long one call may take.
    ordinary : bool
        Whether an ordinary user grades.
    """

    def __init__(self, seconds, ordinary=False):
        self.top = Path(tempfile.mkdtemp(prefix="hostile-"))
        self.top.chmod(0o755)
        self.course, self.students, self.outside, self.scratch = (
            self.top / name for name in ("course", "class", "outside", "scratch")
        )
        self.ordinary, self.token = ordinary, secrets.token_hex(8)
        for folder in (self.course, self.students, self.outside / "tree", self.scratch):
            folder.mkdir(parents=True)
        (self.outside / "tree" / "kept").write_text("of somebody else")
        self._make_course(seconds)
        self.listeners = Listeners(self.outside / "socket", self.token)
        self.filled_in = {
            "OUTSIDE": self.outside,
            "COURSE": self.course,
            "CLASS": self.students,
            "TMPDIR": self.scratch,
            "SLUG": SLUG,
            "TOKEN": self.token,
            "KEY": int(self.token[:7], 16),
            **self.listeners.addresses,
        }

    def _make_course(self, seconds):
        exercise, solutions = (self.course / name / SLUG for name in ("exercises", "solutions"))
        exercise.mkdir(parents=True)
        solutions.mkdir(parents=True)
        for name, target in {
            "exercise.toml": exercise / "exercise.toml",
            "starter.py": exercise / "starter.py",
            "visible.py": exercise / "test_exercise.py",
            "hidden.py": solutions / "test_hidden.py",
            "solution.py": solutions / "solution.py",
        }.items():
            text = (HERE / "course" / name).read_text(encoding="utf-8")
            target.write_text(text.replace("@SECONDS@", str(seconds)), encoding="utf-8")

    def hand_in(self, name, text=RIGHT):
        """Put a submission into the folder; its name may be bytes and end in a slash and a file's name."""
        path = os.path.join(os.fsencode(self.students), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else self.fill_in(text).encode())

    def fill_in(self, text):
        """Write the right functions, or empty ones, and the places of this run into a submission."""
        for name, value in {"# @RIGHT@": RIGHT, "# @NOTHING@": NOTHING}.items():
            text = text.replace(name, value)
        return re.sub("@([A-Z]+)@", lambda found: str(self.filled_in[found[1]]), text)

    def grade(self, *options):
        """Grade all, and note what there was before and what is after."""
        if self.ordinary:
            self._give_all_to(NOBODY)
        before = self.watched()
        command = [sys.executable, "-c", "from rehydrate.cli import app; app()"]
        if self.ordinary:
            command = [sys.executable, START_AS, "ordinary", "--", *command[1:]]
        with self.listeners:
            done = subprocess.run(
                ["sh", "-c", f'ulimit -v {MEMORY}; exec "$@"', "sh", *command, "grade", "90a", self.students]
                + ["--json", "--jobs", "2", *options],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=600,
                cwd=self.top,
                env=os.environ
                | {"REHYDRATE_COURSE": str(self.course), "TMPDIR": str(self.scratch), "OMP_NUM_THREADS": "1"}
                | {
                    "PYTHONIOENCODING": "utf-8:strict"
                }  # as on a desktop; a container's C locale forgives more
                | {"REHYDRATE_HOSTILE_RUN": self.token, "GRADER_TOKEN": f"secret-{self.token}"},
            )
        return Graded(self, done, before, self.watched())

    def _give_all_to(self, user):
        if os.geteuid() == 0:
            for path in [self.top, *self.top.rglob("*")]:
                os.chown(path, user, user, follow_symlinks=False)

    def watched(self):
        """Return what must be the same before and after."""
        return {
            "class": snapshot(self.students),
            "course": snapshot(self.course),
            "outside": snapshot(self.outside),
            "scratch": snapshot(self.scratch),
            "left in common places": self._left_in_common_places(),
            "processes": self._processes(),
            "shared memory": self._shared_memory(),
            "mounts": [
                line for line in Path("/proc/self/mountinfo").read_text().splitlines() if self.token in line
            ],
        }

    def _left_in_common_places(self):
        places = [*COMMON_PLACES, sysconfig.get_path("purelib"), os.path.dirname(rehydrate.__file__)]
        found = []
        for place in places:
            with contextlib.suppress(OSError):
                found += [os.path.join(place, name) for name in os.listdir(place) if self.token in name]
        return found

    def _processes(self):
        """List the processes of this run: each inherits a variable that no other has."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if self.token.encode() in (folder / "environ").read_bytes():
                    found.append((folder.name, (folder / "cmdline").read_bytes()))
        return found

    def _shared_memory(self):
        """List what has this run's key among the kinds of shared memory that outlive a process."""
        key = str(self.filled_in["KEY"])
        tables = [Path("/proc/sysvipc", name).read_text().splitlines()[1:] for name in ("shm", "sem", "msg")]
        return [line for table in tables for line in table if line.split()[0] == key]

    def close(self):
        """Remove everything; folders may be locked."""
        self.listeners.close()
        shutil.rmtree(self.top)


class Graded:
    """What came of grading a class."""

    def __init__(self, room, done, before, after):
        self.room, self.status, self.before, self.after = room, done.returncode, before, after
        self.out, self.err = (
            done.stdout.decode(errors="surrogateescape"),
            done.stderr.decode(errors="replace"),
        )
        self.students = json.loads(self.out)["students"] if self.out else []
        self.rows = {row["student"]: row for row in self.students}


class Listeners:
    """Somebody who listens on every kind of socket and counts who comes."""

    def __init__(self, path, token):
        self.heard = []
        self._sockets = {
            "TCP": (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "UDP": (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "UNIX": (socket.AF_UNIX, socket.SOCK_STREAM, str(path)),
            "DATAGRAM": (socket.AF_UNIX, socket.SOCK_DGRAM, f"{path}-datagram"),
            "ABSTRACT": (socket.AF_UNIX, socket.SOCK_STREAM, f"\0hostile-{token}"),
        }
        self.addresses = {}
        for name, (family, kind, address) in self._sockets.items():
            made = socket.socket(family, kind)
            made.bind(address)
            bound = made.getsockname()
            self.addresses[name] = bound[1] if family == socket.AF_INET else address.replace("\0", "")
            if kind == socket.SOCK_STREAM:
                made.listen()
            elif family == socket.AF_UNIX:
                os.chmod(address, 0o777)
            self._sockets[name] = made
        os.chmod(path, 0o777)

    def __enter__(self):
        self._threads = [threading.Thread(target=self._listen, args=pair) for pair in self._sockets.items()]
        self._going_on = True
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self._going_on = False
        for thread in self._threads:
            thread.join()

    def _listen(self, name, waiting):
        waiting.settimeout(0.1)
        while self._going_on:
            with contextlib.suppress(TimeoutError):
                if waiting.type == socket.SOCK_STREAM:
                    waiting.accept()[0].close()
                else:
                    waiting.recv(100)
                self.heard.append(name)

    def close(self):
        for each in self._sockets.values():
            each.close()


def snapshot(folder):
    """Return all in a folder: kinds, modes, owners, times and contents; not what pytest compiles."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        seen = path.lstat()
        content = b""
        with contextlib.suppress(PermissionError):
            content = path.read_bytes() if stat.S_ISREG(seen.st_mode) else b""
        changed = seen.st_mtime_ns if stat.S_ISREG(seen.st_mode) else 0
        found[str(path)] = (seen.st_mode, seen.st_uid, seen.st_nlink * bool(changed), changed, content)
    return found
