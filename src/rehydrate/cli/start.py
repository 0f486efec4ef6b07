"""``rehydrate start``: put an exercise's starter into the answers."""

from typing import Annotated

import typer


def start(
    exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a; by default the next one.")] = "",
) -> None:
    """Open an exercise: copy its starter to answers/ and say what to read and change."""
    from rehydrate.cli._shared import shown
    from rehydrate.lab.catalog import find
    from rehydrate.lab.progress import board, resumed
    from rehydrate.lab.workspace import Workspace

    workspace = Workspace.find()
    if exercise:
        chosen = find(exercise)
    else:
        standing = resumed(board(workspace), workspace.events())
        if standing is None:
            print("Every exercise is passed. rehydrate list shows them; rehydrate reset ID starts one again.")
            return
        chosen = standing.exercise
    copied = workspace.start(chosen)
    if copied:
        workspace.record(event="start", exercise=chosen.id)
    print(f"{chosen.id}  {chosen.title}   ({chosen.kind}, about {chosen.minutes} minutes)\n")
    print(f"  read    {shown(workspace.root / 'exercises' / chosen.slug / 'README.md')}")
    for name in chosen.files:
        kept = "" if workspace.answer(chosen) / name in copied else "   (yours, as you left it)"
        print(f"  change  {shown(workspace.answer(chosen) / name)}{kept}")
    print(f"\nnext: rehydrate check {chosen.id}")
