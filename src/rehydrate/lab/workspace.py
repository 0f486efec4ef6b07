"""The learner's folder: the answers, and the log of what happened."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from rehydrate.errors import WorkspaceError, WrongUsage
from rehydrate.lab.catalog import Exercise

if sys.platform != "win32":
    import fcntl


@dataclass(frozen=True)
class Workspace:
    """A course folder with the learner's answers in it.

    Attributes
    ----------
    root : Path
        The folder that holds ``exercises`` and ``answers``.
    """

    root: Path

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """Return the course folder that ``start`` (by default the current folder) lies in.

        Raises
        ------
        WorkspaceError
            If neither it nor a folder above it is one.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if any((folder / "exercises").glob("*/exercise.toml")):
                return cls(folder)
        raise WorkspaceError(
            f"{start} is not inside a course folder.",
            why="neither it nor a folder above it holds an exercises folder",
            fix="cd into your course, or make one: rehydrate init my-course",
        )

    @property
    def answers(self) -> Path:
        """The folder of the learner's answers."""
        return self.root / "answers"

    @property
    def log(self) -> Path:
        """The event log: one JSON object a line, the oldest first."""
        return self.answers / "progress.jsonl"

    def answer(self, exercise: Exercise) -> Path:
        """The folder of one exercise's answer."""
        return self.answers / exercise.slug

    def start(self, exercise: Exercise) -> list[Path]:
        """Copy the starter files that are not there yet; return the ones copied.

        A file that exists is never touched: it is the learner's.
        """
        folder = self.answer(exercise)
        missing = [name for name in exercise.files if not (folder / name).exists()]
        with self._writing():
            folder.mkdir(parents=True, exist_ok=True)
            for name in missing:
                shutil.copyfile(exercise.starter(name), folder / name)
        return [folder / name for name in missing]

    def reset(self, exercise: Exercise) -> Path:
        """Put the starter back and return the folder where the learner's files were kept.

        Raises
        ------
        WrongUsage
            If the exercise was never started.
        """
        folder = self.answer(exercise)
        if not folder.is_dir():
            raise WrongUsage(
                f"{exercise.id} has not been started.",
                why=f"{folder} does not exist",
                fix=f"rehydrate start {exercise.id}",
            )
        kept = self.answers / "kept" / f"{exercise.slug}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        with self._writing():
            kept.parent.mkdir(exist_ok=True)
            folder.rename(kept)
        self.start(exercise)
        return kept

    def record(self, *, event: str, **fields: Any) -> None:
        """Append one event to the log.

        The line goes out in a single write to a file opened for appending, so two terminals cannot tear each
        other's lines, and is synced. A line cut short by a crash is closed off here and skipped by
        ``events``.
        """
        row = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "event": event, **fields}
        line = (json.dumps(row, ensure_ascii=False) + "\n").encode()
        with self._writing():
            self.answers.mkdir(parents=True, exist_ok=True)
            with self.log.open("a+b", buffering=0) as log:
                if sys.platform != "win32":
                    fcntl.flock(
                        log, fcntl.LOCK_EX
                    )  # until it is closed; else a line half out looks cut short
                if self._is_cut_short(log):
                    line = b"\n" + line
                log.write(line)
                os.fsync(log.fileno())

    def events(self, event: str | None = None, **fields: Any) -> list[dict[str, Any]]:
        """Return the logged events, the oldest first.

        Parameters
        ----------
        event : str, optional
            Only events of this kind.
        **fields
            Only events with these values, such as ``exercise="02a"``.
        """
        if not self.log.exists():
            return []
        rows = []
        for line in self.log.read_bytes().splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue  # cut short by a crash: the event is lost, the log is not
            wanted = fields if event is None else {"event": event, **fields}
            if not isinstance(row, dict) or "event" not in row:
                continue
            if all(row.get(key) == value for key, value in wanted.items()):
                rows.append(row)
        return rows

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WorkspaceError(
                f"{self.answers} cannot be written.",
                why=str(error),
                fix="make it writable, or free some space; rehydrate doctor looks at both",
            ) from error

    @staticmethod
    def _is_cut_short(log: BinaryIO) -> bool:
        if log.seek(0, os.SEEK_END) == 0:
            return False
        log.seek(-1, os.SEEK_END)
        return log.read(1) != b"\n"
