"""``rehydrate check``: one exercise, one verdict."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.feedback.verdict import Verdict


def check(
    exercise: Annotated[
        str, typer.Argument(help="An exercise, such as 02a; by default the current one.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Check this file or folder instead of your answer; not logged."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Check your answer in another process and explain what was misunderstood.

    Exit status: 0 passed; 1 not yet or not started; 2 wrong usage, such as a missing file; 3 syntax error;
    4 the file fails while being imported; 5 a function is missing; 6 no answer in time; 7 the process
    ended; 70 a fault of the course.
    """
    from rehydrate.cli import _shared
    from rehydrate.lab.engine.checks import AT_ONCE, Checks
    from rehydrate.lab.handin import handed_in

    chosen = _shared.chosen(exercise)
    files = handed_in(chosen, file)
    with Checks(chosen, side_by_side=AT_ONCE) as checks:  # its process imports while this one does
        from rehydrate.lab.feedback.judge import judge
        from rehydrate.lab.workspace import Workspace

        if file is None:
            verdict = _shared.attempt(Workspace.find(), chosen, checks)
        else:
            verdict = judge(chosen, files, checks=checks)
    if as_json:
        _print_json(verdict)
    else:
        _shared.print_verdict(verdict)
    raise typer.Exit(verdict.exit_status)


def _print_json(verdict: "Verdict") -> None:
    import dataclasses
    import json

    from rehydrate.lab.feedback import message

    title, outcome, where = message.headline(verdict)
    document = {
        "schema": "rehydrate/verdict/v1",
        "exercise": verdict.exercise.id,
        "title": title,
        "outcome": outcome,
        "where": where,
        "exit_status": verdict.exit_status,
        "misconception": verdict.misconception.id if verdict.misconception else None,
        "message": dict(message.parts(verdict)),
        "checks": [dataclasses.asdict(check) for check in verdict.result.checks],
    }
    print(json.dumps(document, indent=2))
