"""What several commands print: the board and a verdict."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.engine.checks import Checks
    from rehydrate.lab.feedback.verdict import Verdict
    from rehydrate.lab.progress import Standing
    from rehydrate.lab.workspace import Workspace

COLOURS = {"PASSED": "32", "NOT YET": "33", "NOT STARTED": "0", "COURSE BUG": "31"}  # of ANSI terminals
FINALE = "Every exercise is passed. That was the whole course so far: well done."
NARROWEST = 40  # columns; on less, the terminal breaks the lines itself


def board(context: typer.Context) -> None:
    """Show where the learner is and what comes next; on a terminal, go on into the exercise loop."""
    if context.invoked_subcommand is not None:
        return
    from rehydrate.lab.progress import board as standings
    from rehydrate.lab.progress import resumed
    from rehydrate.lab.workspace import Workspace

    workspace = Workspace.find()
    rows = standings(workspace)
    print_board(rows)
    if note := _off_the_path():
        print(note)
    now = resumed(rows, workspace.events())
    if now is None:
        print(f"\n{FINALE}")
    elif sys.stdin.isatty() and sys.stdout.isatty():
        from rehydrate.cli._loop import watch

        watch(workspace, now.exercise)
    else:
        print(f"\nnext: {next_command(now)}   ({now.exercise.title}, about {now.exercise.minutes} minutes)")


def _off_the_path() -> str:
    """Return how to call this program, where the shell would not find it by its name."""
    import shutil

    program = Path(sys.argv[0]).absolute()
    if shutil.which("rehydrate") or program.name not in ("rehydrate", "rehydrate.exe"):
        return ""
    activate = program.with_name("activate")
    return f"Where it says rehydrate, type {shown(program)}, or once: source {shown(activate)}"


def print_board(rows: "list[Standing]") -> None:
    """Print one line for each exercise and the sum; in a narrow window, less about each."""
    titles = max(len("exercise"), *(len(row.exercise.title) for row in rows))
    line = f"{{id:<5}}{{exercise:<{titles}}}  "
    if _width(96) >= titles + 48:
        line += "{kind:<10}{min:>3}  {outcome:<11}  {attempts:>8}  {hints:>5}"
    else:
        line += "{outcome}"
    names = ("exercise", "kind", "min", "outcome", "attempts", "hints")
    print(line.format(id="", **{name: name for name in names}))
    for row in rows:
        exercise, outcome = row.exercise, str(row.outcome)
        values = (
            exercise.title,
            exercise.kind,
            exercise.minutes,
            outcome,
            row.attempts or "",
            row.hints or "",
        )
        said = line.format(id=exercise.id, **dict(zip(names, values, strict=True))).rstrip()
        print(said.replace(outcome, coloured(outcome)))
    done = sum(str(row.outcome) == "PASSED" for row in rows)
    print(f"\n{done} of {len(rows)} passed")


def coloured(outcome: str) -> str:
    """Return an outcome's words in its colour, where a terminal shows colours and nobody asked for none."""
    unable = os.environ.get("TERM") == "dumb"
    if sys.platform == "win32":
        unable = "WT_SESSION" not in os.environ  # the old console prints the codes as letters
    plain = unable or not sys.stdout.isatty() or os.environ.get("NO_COLOR")
    return outcome if plain else f"\x1b[1;{COLOURS[outcome]}m{outcome}\x1b[0m"


def next_command(standing: "Standing") -> str:
    """Return the command that goes on with an exercise."""
    return f"rehydrate {'check' if standing.opened else 'start'} {standing.exercise.id}"


def chosen(name: str) -> "Exercise":
    """Return the exercise of this name, or the current one."""
    from rehydrate.errors import WrongUsage
    from rehydrate.lab.catalog import find
    from rehydrate.lab.progress import board, resumed
    from rehydrate.lab.workspace import Workspace

    if name:
        return find(name)
    workspace = Workspace.find()
    standing = resumed(board(workspace), workspace.events())
    if standing is None:
        raise WrongUsage(
            "There is no current exercise.", why="all of them are passed", fix="name one: rehydrate check 02a"
        )
    return standing.exercise


def print_verdict(verdict: "Verdict", keys: bool = False) -> None:
    """Print a verdict; the outcome is coloured where colours are shown, and always in words.

    ``keys`` says which key comes next instead of which command.
    """
    from rehydrate.lab.feedback import message

    said = message.text(verdict, _width(message.WIDTH), message.KEYS if keys else message.COMMANDS)
    outcome = str(verdict.outcome)
    print(said.replace(outcome, coloured(outcome), 1))


def print_wrapped(text: str) -> None:
    """Print text whose lines are broken between words, each under its own indent."""
    import textwrap

    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        print(textwrap.fill(line, _width(96), subsequent_indent=indent, break_on_hyphens=False))


def _width(widest: int) -> int:
    import shutil

    return max(min(shutil.get_terminal_size().columns, widest), NARROWEST)


def shown(path: Path) -> str:
    """Return a path as the learner would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def attempt(workspace: "Workspace", exercise: "Exercise", checks: "Checks | None" = None) -> "Verdict":
    """Check the learner's answer and log the attempt; ``checks`` are the exercise's, ready to run."""
    import dataclasses
    import hashlib
    import shutil
    import tempfile

    from rehydrate.lab.feedback.catalogue import nearest
    from rehydrate.lab.feedback.judge import judge
    from rehydrate.lab.feedback.verdict import SPEAK_FOR_THEMSELVES
    from rehydrate.lab.handin import handed_in
    from rehydrate.lab.kinds import predict

    with tempfile.TemporaryDirectory(prefix="rehydrate-") as folder:
        files = {}  # a copy: each check reads them, and the learner may save again meanwhile
        for name, path in handed_in(exercise, workspace.answer(exercise)).items():
            files[name] = Path(shutil.copyfile(path, Path(folder) / name))
        sheet = predict.sheet(files[exercise.files[0]])
        code = hashlib.sha256(b"".join(path.read_bytes() for path in files.values())).hexdigest()[:16]
        verdict = judge(exercise, files, checks=checks)
    if verdict.outcome == "NOT STARTED":
        return verdict  # looking at the starter is no attempt
    if verdict.outcome != "COURSE BUG":
        predict.keep(workspace, exercise, sheet, verdict.signature)
    if verdict.outcome == "PASSED":
        verdict = dataclasses.replace(verdict, remark=predict.remark(workspace, exercise, sheet))
    near = None
    unnamed = verdict.outcome == "NOT YET" and not verdict.misconception
    if verdict.first and unnamed and verdict.first.kind not in SPEAK_FOR_THEMSELVES:
        near = nearest(exercise, frozenset(verdict.signature), verdict.first.name)
    workspace.record(
        event="attempt",
        exercise=exercise.id,
        outcome=str(verdict.outcome),
        failing=list(verdict.signature),
        misconception=verdict.misconception.id if verdict.misconception else None,
        nearest=near.id if near else None,
        code=code,
    )
    return verdict


def print_task(workspace: "Workspace", exercise: "Exercise") -> None:
    """Print what an exercise is called, what to read and what to change."""
    print(f"\n{exercise.id}  {exercise.title}   ({exercise.kind}, about {exercise.minutes} minutes)")
    print(f"  read    {shown(workspace.root / 'exercises' / exercise.slug / 'README.md')}")
    for name in exercise.files:
        print(f"  change  {shown(workspace.answer(exercise) / name)}")
