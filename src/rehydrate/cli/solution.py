"""``rehydrate solution``: the reference beside the learner's own."""

from typing import Annotated

import typer


def solution(
    exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a.")],
    give_up: Annotated[bool, typer.Option("--give-up", help="Show it before you have passed.")] = False,
) -> None:
    """Show the reference solution, yours beside it, and why it works: after a pass, or if you give up."""
    from rich.columns import Columns
    from rich.console import Console
    from rich.panel import Panel
    from rich.syntax import Syntax

    from rehydrate.errors import WrongUsage
    from rehydrate.lab.catalog import find
    from rehydrate.lab.feedback.catalogue import reference
    from rehydrate.lab.workspace import Workspace

    workspace, chosen = Workspace.find(), find(exercise)
    passed = bool(workspace.events("attempt", exercise=chosen.id, outcome="PASSED"))
    if not (passed or give_up):
        raise WrongUsage(
            f"The solution of {chosen.id} is not shown yet.",
            why="it has not been passed; reading it first takes the exercise away",
            fix=f"rehydrate hint {chosen.id}, or rehydrate solution {chosen.id} --give-up",
        )
    files = reference(chosen)
    if files is None:
        raise WrongUsage(
            f"The solution of {chosen.id} is not in this copy of the course.",
            why="a student release leaves the solutions out",
            fix="ask your teacher",
        )
    if not passed:
        workspace.record(event="give-up", exercise=chosen.id)
    console = Console(highlight=False)
    for name, path in files.items():
        own = workspace.answer(chosen) / name
        panels = [Panel(Syntax(path.read_text(encoding="utf-8"), "python"), title=f"the reference: {name}")]
        if own.exists():
            panels.insert(0, Panel(Syntax(own.read_text(encoding="utf-8"), "python"), title=f"yours: {name}"))
        side_by_side = len(panels) == 2 and console.width >= 160
        console.print(Columns(panels, equal=True, expand=True) if side_by_side else panels[0])
        if not side_by_side and len(panels) == 2:
            console.print(panels[1])
    print((chosen.solutions / "README.md").read_text(encoding="utf-8"))
