"""``rehydrate hint``: the next step of help for the last attempt."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.workspace import Workspace


def hint(exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a.")]) -> None:
    """Give one hint for the last attempt; the next one comes after another attempt."""
    from rehydrate.lab.catalog import find
    from rehydrate.lab.workspace import Workspace

    print_hint(Workspace.find(), find(exercise))


def print_hint(workspace: "Workspace", exercise: "Exercise") -> None:
    """Print the hint that is due, or all of them once the exercise is passed."""
    from rehydrate.lab.feedback.hints import all_hints, next_hint

    if workspace.events("attempt", exercise=exercise.id, outcome="PASSED"):
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
