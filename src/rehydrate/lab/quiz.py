"""The quizzes: one file a chapter, read by the book's pages and by ``rehydrate quiz`` alike.

Spacing follows Leitner [1]_, by topic rather than by card: a right answer moves a topic one box up, a wrong
one moves it back to the first, and the box says how many days may pass until the topic is asked again. A
right answer before that day changes nothing: an afternoon of repetition is no month of remembering.

References
----------
.. [1] S. Leitner, So lernt man lernen, Herder, 1972.
"""

import os
import random
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rehydrate.errors import CourseError, WrongUsage
from rehydrate.lab.catalog import course_root

DAYS = (0, 1, 3, 7, 14, 30)
N_ITEMS_AT_ONCE = 5
PROGRAM_SECONDS = 60
FIX = "compare the item with those of another chapter; CONTRIBUTING.md lists the fields"


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what to say to somebody who chose it."""

    text: str
    feedback: str
    correct: bool = False


@dataclass(frozen=True)
class Item:
    """One question.

    Attributes
    ----------
    id : str
        Stable and unique over the course; it starts with the chapter's number.
    options : tuple of Option
        Exactly one is correct. Empty for a numeric item.
    program : str
        For a numeric item, the program whose printed number is the answer; otherwise empty.
    tolerance : float
        How far from that number a prediction may lie.
    feedback : str
        What to say after a numeric item, whatever was predicted.
    """

    id: str
    topic: str
    question: str
    options: tuple[Option, ...] = ()
    program: str = ""
    tolerance: float = 0.0
    feedback: str = ""

    @property
    def chapter(self) -> int:
        """The number of the chapter that the item belongs to."""
        return int(self.id[:2])

    @property
    def right(self) -> Option:
        """The correct option."""
        return next(option for option in self.options if option.correct)

    @property
    def lettered(self) -> dict[str, Option]:
        """The options by letter, in an order that is the same every time and is not the file's."""
        options = list(self.options)
        random.Random(self.id).shuffle(options)
        return dict(zip("ABCDEFGH", options, strict=False))


@dataclass(frozen=True)
class Topic:
    """How well a topic is remembered.

    Attributes
    ----------
    box : int
        Index into ``DAYS``; 0 after a wrong answer.
    due : datetime
        When to ask again.
    """

    box: int
    due: datetime


def load(path: Path) -> tuple[Item, ...]:
    """Read one chapter's quiz.

    Raises
    ------
    CourseError
        If the file is not a quiz: the message names the item and the field.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["item"]
        items = tuple(_item(row) for row in rows)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise CourseError(f"{path} is not a quiz.", why=_reason(error), fix=FIX) from error
    strangers = [item.id for item in items if not item.id.startswith(f"{path.stem}-")]
    if strangers:
        raise CourseError(
            f"{path} holds {strangers[0]!r}.", why=f"an id in this file starts with {path.stem}-", fix=FIX
        )
    return items


def load_all(root: Path | None = None) -> tuple[Item, ...]:
    """Read the quizzes of all chapters, in order; ids are unique over the course."""
    items: dict[str, Item] = {}
    for path in sorted(((root or course_root()) / "book" / "quizzes").glob("*.toml")):
        for item in load(path):
            if item.id in items:
                raise CourseError(f"{path} holds the id {item.id!r} twice.", why="ids are unique", fix=FIX)
            items[item.id] = item
    return tuple(items.values())


def of_chapter(items: Sequence[Item], chapter: int) -> tuple[Item, ...]:
    """Return the items of one chapter.

    Raises
    ------
    WrongUsage
        If it has none.
    """
    chosen = tuple(item for item in items if item.chapter == chapter)
    if not chosen:
        known = ", ".join(str(number) for number in sorted({item.chapter for item in items}))
        raise WrongUsage(
            f"Chapter {chapter} has no quiz.",
            why=f"the chapters with a quiz are {known}",
            fix="rehydrate quiz asks whatever is due, from all of them",
        )
    return chosen


def run_program(item: Item) -> float:
    """Run a numeric item's program in a new process and return the number it printed.

    Raises
    ------
    CourseError
        If the program fails, says anything on stderr, or prints anything but one number.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-c", item.program],
                cwd=folder,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                capture_output=True,
                text=True,
                timeout=PROGRAM_SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise CourseError(f"The program of {item.id} was stopped.", why=str(error), fix=FIX) from error
    if done.returncode or done.stderr:
        raise CourseError(
            f"The program of {item.id} failed.", why=done.stderr.strip() or "no message", fix=FIX
        )
    try:
        return float(done.stdout)
    except ValueError as error:
        raise CourseError(
            f"The program of {item.id} printed no number.", why=repr(done.stdout), fix=FIX
        ) from error


def remembered(items: Iterable[Item], answers: Iterable[dict[str, Any]]) -> dict[str, Topic]:
    """Replay past answers into the state of each topic that was ever asked.

    Parameters
    ----------
    items : iterable of Item
        Answers to other items (renamed, or of another course) are ignored.
    answers : iterable of dict
        Events with ``time`` (ISO), ``item`` and ``correct``, the oldest first.
    """
    topic_of = {item.id: item.topic for item in items}
    topics: dict[str, Topic] = {}
    for answer in answers:
        name = topic_of.get(answer.get("item", ""))
        if name is None:
            continue
        when = datetime.fromisoformat(answer["time"])
        before = topics.get(name, Topic(box=0, due=when))
        if not answer["correct"]:
            topics[name] = Topic(box=0, due=when)
        elif when >= before.due:
            box = min(before.box + 1, len(DAYS) - 1)
            topics[name] = Topic(box=box, due=when + timedelta(days=DAYS[box]))
    return topics


def due(items: Sequence[Item], answers: Sequence[dict[str, Any]], now: datetime | None = None) -> list[Item]:
    """Return the items to ask now, the most urgent first.

    Old topics come before new ones, and the longest overdue first; topics take turns, so that they are mixed,
    but a chapter's new topics wait for those of the chapter before. Within a topic the item that was asked
    least recently comes first.

    Parameters
    ----------
    items : sequence of Item
        What may be asked, in teaching order.
    answers : sequence of dict
        Past answers, the oldest first.
    now : datetime, optional
        With a time zone; by default the present.
    """
    now = now or datetime.now(UTC)
    topics = remembered(items, answers)
    last_asked = {answer.get("item"): position for position, answer in enumerate(answers)}
    turns: Counter[str] = Counter()
    old, new = [], []
    for item in sorted(items, key=lambda item: last_asked.get(item.id, -1)):
        turn, topic = turns[item.topic], topics.get(item.topic)
        if topic is None:
            new.append((item.chapter, turn, items.index(item)))
        elif topic.due <= now:
            old.append((turn, topic.due, items.index(item)))
        turns[item.topic] += 1
    return [items[entry[-1]] for entry in [*sorted(old), *sorted(new)]]


def reached(events: Iterable[dict[str, Any]]) -> int:
    """Return the last chapter in which an exercise or a question was tried; 0 at the start."""
    tried = (str(event.get("exercise") or event.get("item") or "") for event in events)
    return max((int(name[:2]) for name in tried if name[:2].isdigit()), default=0)


def next_due(items: Sequence[Item], answers: Sequence[dict[str, Any]]) -> datetime | None:
    """Return when the next topic falls due, or None if none was ever asked."""
    return min((topic.due for topic in remembered(items, answers).values()), default=None)


def _item(row: dict[str, Any]) -> Item:
    options = tuple(Option(**option) for option in row.get("option", ()))
    fields = {name: value for name, value in row.items() if name != "option"}
    item = Item(**fields, options=options)
    if not item.id[:2].isdigit() or not item.topic or not item.question:
        raise ValueError(
            f"{item.id!r} needs an id that starts with the chapter's number, a topic and a question"
        )
    if bool(item.program) == bool(item.options):
        raise ValueError(f"{item.id} needs either options or a program")
    if item.program and not item.feedback:
        raise ValueError(f"{item.id} needs feedback")
    if item.options and sum(option.correct for option in options) != 1:
        raise ValueError(f"{item.id} needs exactly one correct option")
    if any(not option.text or not option.feedback for option in options):
        raise ValueError(f"{item.id} has an option without text or feedback")
    return item


def _reason(error: Exception) -> str:
    return f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
