"""Run one act of a store in a child process, and kill it or fail it at any system call that it makes.

A warm parent (acts.py) has imported everything and forks one child per act. The child waits for a signal, and
strace attaches to it meanwhile with the order to inject a SIGKILL or an error into the k-th call of a name.
The kill comes on entering the call, which then does not happen: what is on disk is what the calls before it
left. A run costs about ten milliseconds, so every call of an act can have its turn.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Calls that change something on disk, or hand out what does; "?" lets strace leave out what a machine lacks.
CHANGING = """
    open openat openat2 creat write pwrite64 writev pwritev pwritev2 fsync fdatasync sync_file_range rename
    renameat renameat2 link linkat unlink unlinkat mkdir mkdirat rmdir symlink symlinkat truncate ftruncate
    fallocate flock chmod fchmod fchmodat chown fchown utimensat copy_file_range sendfile splice
""".split()  # noqa: SIM905 - words are read more easily without quotes
READING = """
    close fcntl read pread64 readv preadv lseek stat lstat fstat newfstatat statx access faccessat faccessat2
    getdents64 readlink readlinkat ioctl mmap
""".split()  # noqa: SIM905
LINE = re.compile(r"\d+ +(\w+)\((.*)$")
PATH = re.compile(r"<(/[^>]*)>")
PATIENCE = 60  # seconds for what takes milliseconds


@dataclass(frozen=True)
class Call:
    """One system call: its name, which of that name it is, and its arguments as strace shows them."""

    name: str
    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.name} number {self.number} ({self.text})"

    @property
    def file(self) -> Path:
        """Return the open file it works on."""
        return Path(PATH.search(self.text)[1])


@dataclass(frozen=True)
class Run:
    """What became of an act: the child's wait status, what it told, and the calls it made in the root."""

    status: int
    told: dict[str, Any]
    calls: list[Call]

    @property
    def killed(self) -> bool:
        """Say whether it was killed."""
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL


class Injector:
    """The warm parent of all children.

    Parameters
    ----------
    scratch : Path
        An empty folder for traces.
    """

    def __init__(self, scratch: Path) -> None:
        assert shutil.which("strace"), "these tests need strace: apt-get install strace"
        self.trace = scratch / "trace.txt"
        self.parent = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("acts.py")), "forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},  # no threads: they would not survive a fork
        )

    def close(self) -> None:
        """End the parent."""
        self.parent.communicate(timeout=PATIENCE)

    def __call__(self, act: str, root: Path, *inject: str, **options: Any) -> Run:
        """Do an act on the store in ``root``, with strace's injections: ``link:signal=KILL:when=1``."""
        self._say({"act": act, "root": str(root), "options": options})
        pid = self._hear()
        names = ",".join("?" + name for name in CHANGING + READING)
        injections = [part for each in inject for part in ("-e", f"inject={each}")]
        with subprocess.Popen(
            ["strace", "-f", "-y", "-s", "0", "-e", f"trace={names}", "-e", "signal=none", *injections]
            + ["-o", str(self.trace), "-p", str(pid)],
            stderr=subprocess.PIPE,
            text=True,
        ) as strace:
            first = strace.stderr.readline()
            assert "attached" in first, f"strace did not attach: {first}{strace.stderr.read()}"
            self._say("go")
            end = self._hear()
            strace.wait(PATIENCE)
        return Run(end["status"], end["told"], calls(self.trace.read_text(), root))

    def _say(self, order: Any) -> None:
        self.parent.stdin.write(json.dumps(order) + "\n")
        self.parent.stdin.flush()

    def _hear(self) -> Any:
        line = self.parent.stdout.readline()
        assert line, f"the parent of the children is gone: {self.parent.wait(PATIENCE)}"
        return json.loads(line)


def calls(trace: str, root: Path) -> list[Call]:
    """Return the calls of a trace that touch the root, each numbered among all calls of its name."""
    seen: dict[str, int] = {}
    found = []
    for match in filter(None, map(LINE.match, trace.splitlines())):
        name, text = match.groups()
        seen[name] = seen.get(name, 0) + 1
        if str(root) in text:
            found.append(Call(name, seen[name], text))
    return found
