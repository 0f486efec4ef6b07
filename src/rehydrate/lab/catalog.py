"""Finds the course's exercises on disk: a folder with an exercise.toml is one. There is no register."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rehydrate.errors import CourseError, WrongUsage

KINDS = ("predict", "implement", "fix", "test", "measure", "forensic", "design", "order")


@dataclass(frozen=True)
class Exercise:
    """One exercise as its folder describes it.

    Attributes
    ----------
    slug : str
        The folder's name, such as ``02a_save_and_load``; its first part, ``id``, is what learners type.
    files : tuple of str
        What the learner hands in. The first is the module that the checks talk to.
    seconds : float
        Limit for one call into the learner's code.
    points : mapping of str to int
        Points of each visible check.
    folder, solutions : Path
        The two trees; ``solutions`` may be absent in a student release.
    """

    slug: str
    title: str
    kind: str
    minutes: int
    stars: int
    folder: Path
    solutions: Path
    look_at: str
    files: tuple[str, ...] = ("answer.py",)
    seconds: float = 10.0
    interview: tuple[int, ...] = ()
    requires: tuple[str, ...] = ()
    points: Mapping[str, int] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The short name: ``02a``."""
        return self.slug.split("_", 1)[0]

    @property
    def chapter(self) -> int:
        """The chapter's number: 2 for ``02a``."""
        return int(self.slug[:2])

    def starter(self, name: str) -> Path:
        """Where the starter of one of the learner's files lies."""
        several = self.folder / "starter" / name
        return several if len(self.files) > 1 else self.folder / "starter.py"


def course_root() -> Path:
    """Return the folder that holds exercises, solutions, lessons and book.

    It travels inside an installed wheel as ``rehydrate/_course``; in a checkout it is the repository itself.
    ``REHYDRATE_COURSE`` names another one, for course authors and tests.
    """
    if chosen := os.environ.get("REHYDRATE_COURSE"):
        return Path(chosen).resolve()
    package = Path(__file__).resolve().parents[1]
    carried = package / "_course"
    return carried if carried.is_dir() else package.parents[1]


def exercises(root: Path | None = None) -> list[Exercise]:
    """List every exercise of the course, in teaching order.

    Parameters
    ----------
    root : Path, optional
        The course; by default the one this package carries.
    """
    root = root or course_root()
    found = sorted((root / "exercises").glob("*/exercise.toml"))
    if not found:
        raise CourseError(
            f"{root} holds no exercises.",
            why="an exercise is a folder exercises/NNx_name with an exercise.toml in it",
            fix="install the package again, or point REHYDRATE_COURSE at a course",
        )
    return [_read(path) for path in found]


def find(name: str) -> Exercise:
    """Return the exercise with this id (``02a``), slug, or title.

    Raises
    ------
    WrongUsage
        If there is none; it names the nearest ones.
    """
    everything = exercises()
    wanted = name.strip().strip("/").split("/")[-1].lower()
    for exercise in everything:
        if wanted in (exercise.id, exercise.slug, exercise.title.lower()):
            return exercise
    names = [exercise.id for exercise in everything] + [exercise.slug for exercise in everything]
    near = [exercise.id for exercise in everything if exercise.id[:2] == wanted[:2]]  # of the same chapter
    near = near or difflib.get_close_matches(wanted, names, n=3, cutoff=0.3)
    raise WrongUsage(
        f"There is no exercise {name!r}.",
        why="the nearest names are " + ", ".join(near) if near else "no name is near it",
        fix="rehydrate list shows all of them",
    )


def _read(path: Path) -> Exercise:
    folder = path.parent
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        table["files"] = tuple(table.get("files", ("answer.py",)))
        for name in ("interview", "requires"):
            table[name] = tuple(table.get(name, ()))
        if table["kind"] not in KINDS:
            raise ValueError(f"kind is {table['kind']!r}, not one of {', '.join(KINDS)}")
        solutions = folder.parents[1] / "solutions" / folder.name
        return Exercise(slug=folder.name, folder=folder, solutions=solutions, **table)
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(
            f"{path} does not describe an exercise.",
            why=str(error),
            fix="compare it with another exercise's file; CONTRIBUTING.md lists the fields",
        ) from error
