"""Makes a course folder from the course that the package carries: what may be seen before solving."""

import shutil
import tempfile
from pathlib import Path

from rehydrate.errors import WorkspaceError, WrongUsage
from rehydrate.lab.catalog import course_root, exercises

# What is copied, by name. Solutions and quizzes hold answers, so they stay in the package.
PARTS = ("exercises/**/*", "lessons/*.py", "book/*.md", "book/figures/*.svg")

README = """\
# Persisting and reloading models: your course

1. `rehydrate start {first}` puts the first task into `answers/` and says what to read.
2. Change the file it names in your editor.
3. `rehydrate check {first}` says what it does, and what to look at next.

`rehydrate` alone shows where you are; on a terminal it stays with you from one exercise to the next.

| folder | what it holds |
|---|---|
| `book/` | the chapters: read these first |
| `lessons/` | one lab for each chapter: `python lessons/NAME.py` runs it; change a line and run it again |
| `exercises/` | the tasks, and the checks that your answers have to pass |
| `answers/` | your work, and the log of your attempts; nothing else is ever changed |

Solutions are not here. `rehydrate solution {first}` shows one when you have passed.
"""


def create(folder: Path) -> Path:
    """Make a course folder; it is there whole, or not at all.

    Parameters
    ----------
    folder : Path
        The folder to make. An empty folder may be there already.

    Returns
    -------
    Path
        The folder, as an absolute path.

    Raises
    ------
    WrongUsage
        If something is there already.
    WorkspaceError
        If the folder cannot be written.
    """
    folder = folder.absolute()
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise WrongUsage(
                f"{folder} is not an empty folder.",
                why="a new course never mixes with files that are there already",
                fix=f"name a new folder: rehydrate init {folder.name}-course",
            )
        place = folder if folder.exists() else folder.parent
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".rehydrate-", dir=place) as scratch:
            made = Path(scratch) / "course"
            _fill(made)
            _move(made, folder)
    except OSError as error:
        raise WorkspaceError(
            f"{folder} could not be made.",
            why=error.strerror or str(error),
            fix="name a folder that you may write to, on a disk with room: rehydrate init my-course",
        ) from error
    return folder


def _fill(folder: Path) -> None:
    root = course_root()
    first = exercises(root)[0].id
    for pattern in PARTS:
        for source in sorted(root.glob(pattern)):
            if source.is_file() and source.suffix != ".pyc":
                target = folder / source.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
    (folder / "answers").mkdir()
    (folder / "README.md").write_text(README.format(first=first), encoding="utf-8")
    (folder / ".gitignore").write_text("__pycache__/\n.pytest_cache/\n", encoding="utf-8")


def _move(made: Path, folder: Path) -> None:
    """Put what was made in its place: by one rename, or part by part into an empty folder that is kept."""
    if not folder.exists():
        made.rename(folder)
        return
    for part in sorted(made.iterdir()):
        part.rename(folder / part.name)
