"""``rehydrate grade``: grade other people's code."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.lab.grading import Grade


def grade(
    exercise: Annotated[str, typer.Argument(help="An exercise, such as 02a.")],
    folder: Annotated[Path, typer.Argument(help="One file or one folder in it for each student.")],
    hidden: Annotated[bool, typer.Option(help="Whether the hidden checks count.")] = True,
    jobs: Annotated[int, typer.Option(help="How many are graded at a time; 0: one for each core.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the grades as JSON.")] = False,
    unsandboxed: Annotated[
        bool, typer.Option("--unsandboxed", help="Run the code without a sandbox: you trust every file.")
    ] = False,
) -> None:
    """Grade every submission in a folder, each locked in, and say why each got what it got.

    Exit status: 0 if everybody was graded, whatever the marks; 1 if the course's side failed for somebody;
    2 wrong usage, such as a system without a sandbox.
    """
    import os

    from rich.markup import escape

    from rehydrate.cli._loading import progress_bar
    from rehydrate.lab import grading
    from rehydrate.lab.catalog import find
    from rehydrate.lab.engine.spoken import line
    from rehydrate.lab.feedback.verdict import Outcome

    chosen = find(exercise)
    done = 0
    total = sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0
    with progress_bar(f"{chosen.id}") as show:

        def graded(given: "Grade") -> None:
            nonlocal done
            done += 1
            show(done, total, escape(line(given.student, 40)))

        grades = grading.grade(
            chosen,
            folder,
            hidden=hidden,
            sandboxed=not unsandboxed,
            jobs=jobs or os.cpu_count() or 1,
            on_grade=graded,
        )
    if as_json:
        _print_json(chosen.slug, hidden, grades)
    else:
        _print(grades)
    raise typer.Exit(1 if any(given.outcome == Outcome.COURSE_BUG for given in grades) else 0)


def _print(grades: "list[Grade]") -> None:
    from rehydrate.lab.engine.spoken import line

    names = [line(given.student, 60) for given in grades]  # a file's name may steer the terminal
    width = max(map(len, names))
    for name, given in zip(names, grades, strict=True):
        score = f"{given.score}/{given.max_score}"
        print(f"{name:<{width}}  {score:>7}  {given.outcome:<11}  {given.reason}")
    layers = next((g.verdict.result.layers for g in grades if g.verdict), ())
    print(f"\n{len(grades)} graded; locked in by: {', '.join(layers) or 'nothing'}")


def _print_json(slug: str, hidden: bool, grades: "list[Grade]") -> None:
    import json

    from rehydrate.lab.feedback import message

    rows = []
    for given in grades:
        verdict = given.verdict
        misconception = verdict.misconception if verdict else None
        rows.append(
            {
                "student": given.student,
                "outcome": given.outcome,
                "score": given.score,
                "max_score": given.max_score,
                "reason": given.reason,
                "misconception": misconception.id if misconception else None,
                "message": dict(message.parts(verdict)) if verdict else {},
                "result": verdict.result.as_plain() if verdict else None,
            }
        )
    document = {"schema": "rehydrate/grades/v1", "exercise": slug, "hidden": hidden, "students": rows}
    print(json.dumps(document, indent=2))  # in ASCII: a name may be no text in any encoding
