"""``rehydrate init``: a course folder without a clone."""

from pathlib import Path
from typing import Annotated

import typer


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Make a course folder: chapters, lessons, exercises, and a place for your answers."""
    from rehydrate.cli._shared import shown
    from rehydrate.lab.catalog import exercises
    from rehydrate.lab.newcourse import create

    made = create(folder)
    everything = exercises()
    print(f"Your course is in {shown(made)}: {len(everything)} exercises, from {everything[0].title!r} on.")
    print(f"\nnext: cd {shown(made)}, then rehydrate start {everything[0].id}")
