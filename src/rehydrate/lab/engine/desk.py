"""Where one check sits: its student processes, their folders, and the record of what was asked."""

import os
import stat
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.launch import Launcher, Order
from rehydrate.lab.engine.proxy import DoesNotLoad, Origin, Session, Submission
from rehydrate.lab.engine.sandbox import scratch
from rehydrate.lab.engine.spoken import plain_text

PRINTED = 500


@dataclass(frozen=True)
class Target:
    """What is being checked: an exercise and the files handed in for it.

    Attributes
    ----------
    exercise : Exercise
        The task.
    files : dict of str to Path
        Declared name to file.
    launcher : Launcher
        Makes the student processes.
    base : Path or None
        The folder below which each check gets its own; by default the system's for temporary files.
    """

    exercise: Exercise
    files: dict[str, Path]
    launcher: Launcher
    base: Path | None = None


TARGET = pytest.StashKey[Target]()
DESK = pytest.StashKey["Desk"]()


class Desk:
    """The student processes of one check.

    Parameters
    ----------
    request : FixtureRequest
        pytest's view of the check; its configuration carries the target.
    """

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.target = request.config.stash.get(TARGET, None) or _from_answers(request)
        self.calls: list[str] = []
        self.sessions: list[Session] = []
        self.user = self.target.launcher.user
        self.scratch = Path(tempfile.mkdtemp(prefix="rehydrate-", dir=self.target.base))
        scratch.share(self.scratch, self.user)
        self.shared = self.scratch / request.node.name
        self._folder_of_students(self.shared)
        request.node.stash[DESK] = self

    def __enter__(self) -> "Desk":
        """Return the desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process and remove what they wrote."""
        try:
            for session in self.sessions:
                session.end()
        finally:
            scratch.remove(self.scratch)

    def open(self, without: Sequence[str] = (), label: str = "") -> Submission:
        """Start a student process.

        Parameters
        ----------
        without : sequence of str
            The learner's files that it does not get.
        label : str
            Put before its calls in messages.
        """
        exercise = self.target.exercise
        place = self.scratch / str(len(self.sessions) + 1)
        place.mkdir()
        scratch.share(place, self.user)
        self._folder_of_students(place / "work")
        (place / "printed").touch()
        scratch.give(place / "printed", self.user)
        (place / "files").mkdir(mode=0o755)
        for name, source in self.target.files.items():
            if name not in without:
                _hand_in(source, place / "files" / name)
        probes = exercise.folder / "probes.py"
        if probes.exists():
            scratch.copy_in(probes, place / "probes.py")
        order = Order(
            files=place / "files",
            main=next((name for name in exercise.files if name not in without), exercise.files[0]),
            probes=place / "probes.py" if probes.exists() else None,
            folder=place / "work",
            log=place / "printed",
            shared=self.shared,
        )
        session = Session(self.target.launcher.launch(order), exercise.seconds, self.calls, label)
        self.sessions.append(session)
        return Submission(session)

    def _folder_of_students(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        scratch.give(folder, self.user)

    def open_another(self, without: Sequence[str] = ()) -> Submission:
        """Start a further student process, named as such in messages."""
        return self.open(without, label="in a new process: ")

    def printed(self) -> str:
        """Return the end of what the processes printed."""
        logs = sorted(self.scratch.glob("*/printed"))
        return plain_text("".join(_tail(log) for log in logs)[-PRINTED:], PRINTED).strip()


def _hand_in(source: Path, target: Path) -> None:
    try:
        scratch.copy_in(source, target)
    except scratch.Refused as error:
        raise DoesNotLoad(Origin(("Refused",), str(error), (), True)) from None


def _tail(log: Path) -> str:
    """Return the end of a file, which may hold gigabytes; nothing if something else was put in its place."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(os.open(log, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return ""
            file.seek(max(0, found.st_size - PRINTED))
            return file.read(PRINTED).decode(errors="replace")
    except OSError:
        return ""


def _from_answers(request: pytest.FixtureRequest) -> Target:
    """The learner's own answer, where pytest was called without a target."""
    from rehydrate.lab.catalog import find
    from rehydrate.lab.engine.run import warm
    from rehydrate.lab.handin import handed_in

    exercise = find(request.path.parent.name)
    return Target(exercise, handed_in(exercise), warm())


def noted(item: Any) -> Desk | None:
    """Return the desk that a check sat at, if it asked for one."""
    return item.stash.get(DESK, None)  # type: ignore[no-any-return]
