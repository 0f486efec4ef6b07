"""``rehydrate solution``: the reference beside the learner's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.workspace import Workspace

FRAME = 4  # columns that a panel's border and margin take


def solution(
    exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a.")],
    give_up: Annotated[bool, typer.Option("--give-up", help="Show it before you have passed.")] = False,
) -> None:
    """Show the reference solution, yours beside it, and why it works: after a pass, or if you give up."""
    from rehydrate.lab.catalog import find
    from rehydrate.lab.workspace import Workspace

    show(Workspace.find(), find(exercise), give_up=give_up)
    print("\nnext: rehydrate   (the next exercise)")


def show(workspace: "Workspace", exercise: "Exercise", *, give_up: bool = False) -> None:
    """Print both solutions, why the reference works, and one more experiment."""
    from rich.console import Console
    from rich.markdown import Markdown

    from rehydrate.errors import WrongUsage
    from rehydrate.lab.feedback.catalogue import reference

    passed = bool(workspace.events("attempt", exercise=exercise.id, outcome="PASSED"))
    if not (passed or give_up):
        raise WrongUsage(
            f"The solution of {exercise.id} is not shown yet.",
            why="it has not been passed; reading it first takes the exercise away",
            fix=f"rehydrate hint {exercise.id}, or rehydrate solution {exercise.id} --give-up",
        )
    files = reference(exercise)
    if files is None:
        raise WrongUsage(
            f"The solution of {exercise.id} is not in this copy of the course.",
            why="a student release leaves the solutions out",
            fix="ask your teacher",
        )
    if not passed:
        workspace.record(event="give-up", exercise=exercise.id)
    console = Console(highlight=False)
    for name, path in files.items():
        _compare(console, name, path, workspace.answer(exercise) / name)
    why = (exercise.solutions / "README.md").read_text(encoding="utf-8")
    console.print(Markdown(why), width=min(console.width, 96))


def _compare(console: "Console", name: str, path: Path, own: Path) -> None:
    """Print two programs side by side where both fit without a line broken; else one after the other."""
    from rich.columns import Columns
    from rich.panel import Panel
    from rich.syntax import Syntax

    shown = {f"the reference: {name}": path.read_text(encoding="utf-8")}
    if own.is_file():
        shown = {f"yours: {name}": own.read_text(encoding="utf-8", errors="replace")} | shown
    panels = [
        Panel(Syntax(text, "python", word_wrap=True, background_color="default"), title=title)
        for title, text in shown.items()
    ]
    longest = max(len(line) for text in shown.values() for line in text.splitlines() or [""])
    if len(panels) == 2 and console.width >= 2 * (longest + FRAME) + 1:
        console.print(Columns(panels, equal=True, expand=True))
    else:
        for panel in panels:
            console.print(panel)
