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
    from rehydrate.lab.feedback.hints import all_hints, next_hint

    attempts = workspace.events("attempt", exercise=exercise.id)
    if attempts and attempts[-1]["outcome"] == "PASSED":
        print("You have passed. Here are all the hints, by misconception:")
        for known in all_hints(exercise):
            print(f"\n{known.meaning}")
            for number, text in enumerate(known.hints, 1):
                print(f"  {number}. {text}")
        return
    due = next_hint(workspace, exercise)
    if not due.exact:
        print(
            "No known mistake matches this attempt exactly. The nearest one fails at the same check first:\n"
        )
    print(f"hint {due.level} of {due.of}: {due.text}")
    if due.repeated and due.level < due.of:
        print(f"\nThe next hint comes after another attempt: rehydrate check {exercise.id}")
