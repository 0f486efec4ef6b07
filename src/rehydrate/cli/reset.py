"""``rehydrate reset``: start an exercise again."""

from typing import Annotated

import typer


def reset(exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a.")]) -> None:
    """Put the starter back. Your own files are kept beside it."""
    from rehydrate.cli._shared import shown
    from rehydrate.lab.catalog import find
    from rehydrate.lab.workspace import Workspace

    workspace, chosen = Workspace.find(), find(exercise)
    kept = workspace.reset(chosen)
    workspace.record(event="reset", exercise=chosen.id)
    print(f"{chosen.id} is back at its starter. Your files are kept in {shown(kept)}")
    print("What you have passed stays passed; the log keeps it.")
    print(f"\nnext: rehydrate start {chosen.id}")
