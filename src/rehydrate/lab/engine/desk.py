"""Where one check sits: its student processes, their folders, and the record of what was asked."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.launch import Launcher, Order
from rehydrate.lab.engine.proxy import Session, Submission

PRINTED = 500


@dataclass(frozen=True)
class Target:
    """What is being checked: an exercise and the files handed in for it."""

    exercise: Exercise
    files: dict[str, Path]
    launcher: Launcher


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
        self.scratch = Path(tempfile.mkdtemp(prefix="rehydrate-"))
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
            shutil.rmtree(self.scratch, ignore_errors=True)

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
        (place / "work").mkdir(parents=True)
        (place / "files").mkdir()
        for name, source in self.target.files.items():
            if name not in without:
                shutil.copyfile(source, place / "files" / name)
        probes = exercise.folder / "probes.py"
        order = Order(
            files=place / "files",
            main=next((name for name in exercise.files if name not in without), exercise.files[0]),
            probes=probes if probes.exists() else None,
            folder=place / "work",
            log=place / "printed",
        )
        session = Session(self.target.launcher.launch(order), exercise.seconds, self.calls, label)
        self.sessions.append(session)
        return Submission(session)

    def open_another(self, without: Sequence[str] = ()) -> Submission:
        """Start a further student process, named as such in messages."""
        return self.open(without, label="in a new process: ")

    def printed(self) -> str:
        """Return the end of what the processes printed."""
        logs = sorted(self.scratch.glob("*/printed"))
        return "".join(_tail(log) for log in logs)[-PRINTED:].strip()


def _tail(log: Path) -> str:
    """Return the end of a file, which may hold gigabytes; nothing if something else was put in its place."""
    if log.is_symlink() or not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - PRINTED))
        return file.read(PRINTED).decode(errors="replace")


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
