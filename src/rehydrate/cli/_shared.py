"""What several commands print: the board and a verdict."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.feedback.verdict import Verdict
    from rehydrate.lab.progress import Standing
    from rehydrate.lab.workspace import Workspace

COLOURS = {"PASSED": "green", "NOT YET": "yellow", "NOT STARTED": "white", "COURSE BUG": "red"}


def board(context: typer.Context) -> None:
    """Show where the learner is and what comes next; on a terminal, go on into the exercise loop."""
    if context.invoked_subcommand is not None:
        return
    from rehydrate.lab.progress import board as standings
    from rehydrate.lab.progress import current
    from rehydrate.lab.workspace import Workspace

    workspace = Workspace.find()
    rows = standings(workspace)
    print_board(rows)
    if note := _off_the_path():
        print(note)
    now = current(rows)
    if now is None:
        print("\nEvery exercise is passed. That was the whole course so far: well done.")
        return
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        _loop(workspace, now)
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
    """Print one line for each exercise and the sum."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("", "exercise", "kind", "min", "outcome", "attempts", "hints"):
        table.add_column(column, justify="right" if column in ("min", "attempts", "hints") else "left")
    for row in rows:
        exercise, outcome = row.exercise, str(row.outcome)
        cells = [exercise.id, exercise.title, exercise.kind, str(exercise.minutes)]
        cells += [f"[{COLOURS[outcome]}]{outcome}[/]", str(row.attempts or ""), str(row.hints or "")]
        table.add_row(*cells)
    done = sum(str(row.outcome) == "PASSED" for row in rows)
    console = Console(highlight=False)
    console.print(table)
    console.print(f"\n{done} of {len(rows)} passed")


def next_command(standing: "Standing") -> str:
    """Return the command that goes on with an exercise."""
    return f"rehydrate {'check' if standing.opened else 'start'} {standing.exercise.id}"


def chosen(name: str) -> "Exercise":
    """Return the exercise of this name, or the current one."""
    from rehydrate.errors import WrongUsage
    from rehydrate.lab.catalog import find
    from rehydrate.lab.progress import board, current
    from rehydrate.lab.workspace import Workspace

    if name:
        return find(name)
    standing = current(board(Workspace.find()))
    if standing is None:
        raise WrongUsage(
            "There is no current exercise.", why="all of them are passed", fix="name one: rehydrate check 02a"
        )
    return standing.exercise


def print_verdict(verdict: "Verdict") -> None:
    """Print a verdict; the outcome is coloured where colours are shown, and always in words."""
    from rich.console import Console
    from rich.text import Text

    from rehydrate.lab.feedback import message

    console = Console(highlight=False, soft_wrap=True)
    width = max(min(console.width, message.WIDTH), 60)
    said = Text(message.text(verdict, width))
    said.highlight_words([str(verdict.outcome)], f"bold {COLOURS[str(verdict.outcome)]}")
    console.print(said)


def shown(path: Path) -> str:
    """Return a path as the learner would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def attempt(workspace: "Workspace", exercise: "Exercise") -> "Verdict":
    """Check the learner's answer and log the attempt."""
    import hashlib

    from rehydrate.lab.feedback.catalogue import nearest
    from rehydrate.lab.feedback.judge import judge
    from rehydrate.lab.feedback.verdict import SPEAK_FOR_THEMSELVES
    from rehydrate.lab.handin import handed_in

    files = handed_in(exercise, workspace.answer(exercise))
    verdict = judge(exercise, files)
    if verdict.outcome == "NOT STARTED":
        return verdict  # looking at the starter is no attempt
    near = None
    if verdict.first and not verdict.misconception and verdict.first.kind not in SPEAK_FOR_THEMSELVES:
        near = nearest(exercise, frozenset(verdict.signature), verdict.first.name)
    workspace.record(
        event="attempt",
        exercise=exercise.id,
        outcome=str(verdict.outcome),
        failing=list(verdict.signature),
        misconception=verdict.misconception.id if verdict.misconception else None,
        nearest=near.id if near else None,
        code=hashlib.sha256(b"".join(path.read_bytes() for path in files.values())).hexdigest()[:16],
    )
    return verdict


def _loop(workspace: "Workspace", standing: "Standing") -> None:
    """Open the exercise and answer one key at a time until the learner quits."""
    from rehydrate.cli.hint import print_hint
    from rehydrate.errors import RehydrateError
    from rehydrate.lab.progress import board as standings
    from rehydrate.lab.progress import current

    _open(workspace, standing.exercise)
    while True:
        try:
            key = input("\n[Enter] check   h hint   l list   n next   q quit > ").strip().lower()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        try:
            if key == "q":
                return
            if key == "l":
                print_board(standings(workspace))
            elif key == "h":
                print_hint(workspace, standing.exercise)
            elif key == "n":
                following = current(standings(workspace))
                if following is None:
                    print("Every exercise is passed.")
                    return
                standing = following
                _open(workspace, standing.exercise)
            else:
                print_verdict(attempt(workspace, standing.exercise))
        except RehydrateError as error:
            print(error)


def _open(workspace: "Workspace", exercise: "Exercise") -> None:
    workspace.start(exercise)
    files = " and ".join(shown(workspace.answer(exercise) / name) for name in exercise.files)
    print(f"\n{exercise.id}  {exercise.title}   ({exercise.kind}, about {exercise.minutes} minutes)")
    print(f"  read    {shown(workspace.root / 'exercises' / exercise.slug / 'README.md')}")
    print(f"  change  {files}")
