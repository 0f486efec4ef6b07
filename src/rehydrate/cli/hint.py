"""``rehydrate hint``: the next step of help for the last attempt."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.workspace import Workspace


def hint(
    exercise: Annotated[
        str, typer.Argument(help="An exercise, such as 02a; by default the current one.")
    ] = "",
) -> None:
    """Give one hint for the last attempt; the next one comes after another attempt."""
    from rehydrate.cli._shared import chosen
    from rehydrate.lab.workspace import Workspace

    print_hint(Workspace.find(), chosen(exercise))


def print_hint(workspace: "Workspace", exercise: "Exercise") -> None:
    """Print the hint that is due; after a pass, all of them."""
    from rehydrate.cli._shared import print_wrapped
    from rehydrate.lab.feedback.hints import told

    print_wrapped("\n".join(told(workspace, exercise)))
