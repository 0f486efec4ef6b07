"""The checker in a notebook: ``check("02a")`` and ``hint("02a")`` return what Jupyter and VS Code can show.

A notebook's process holds the learner's other cells, and a verdict never shares a process with the code it
judges. So the verdict is made by ``rehydrate check --json`` in a process of its own; here it is only shown.

What is checked is the answer file, and no function of the notebook: a function that works here may lean on a
name that another cell has left behind, and what it was made of cannot be told reliably from outside. Write
the file in any editor, or from a cell::

    %load_ext rehydrate.lab

    %%answer 02a
    def save_model(model, path):
        ...

The second cell is saved as the answer to 02a and checked. It is not run in the notebook.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.workspace import Workspace

_written: dict[Path, str] = {}  # what cells of this notebook have saved: needs no copy when it is replaced


@dataclass(frozen=True, repr=False)
class Said:
    """What the checker said: a page in a notebook, plain text in a terminal.

    Attributes
    ----------
    title : str
        The exercise's id and title.
    outcome : str
        PASSED, NOT YET, NOT STARTED or COURSE BUG; empty for a hint.
    where : str
        How far the checks got.
    parts : tuple of (str, str)
        Label and text, in order.
    """

    title: str
    outcome: str
    where: str
    parts: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        """Return it as the terminal shows it."""
        from rehydrate.lab.feedback.message import laid_out

        if self.outcome:
            return laid_out((self.title, self.outcome, self.where), self.parts)
        return "\n".join([self.title, *(f"\n{text}" for _, text in self.parts)])

    def _repr_html_(self) -> str:
        """Return it as HTML: the outcome in words, no colour of its own, every letter of a file escaped."""
        from html import escape

        heading = f"<strong>{escape(self.outcome)}</strong> ({escape(self.where)})" if self.outcome else ""
        rows = "".join(
            f'<tr><th scope="row" style="{_CELL};white-space:nowrap">{escape(label)}</th>'
            f'<td style="{_CELL};white-space:pre-wrap">{escape(text)}</td></tr>'
            for label, text in self.parts
        )
        return (
            f'<section style="border-left:3px solid currentColor;padding-left:1em;max-width:60em">'
            f"<p><strong>{escape(self.title)}</strong> &nbsp; {heading}</p>"
            f'<table style="border:0;margin:0">{rows}</table></section>'
        )


_CELL = "text-align:left;vertical-align:top;background:none;color:inherit;border:0"


def check(exercise: str) -> Said:
    """Check the answer file of an exercise in another process.

    Parameters
    ----------
    exercise : str
        Such as ``"02a"``. The notebook has to lie in the course folder, or below it.

    Raises
    ------
    WrongUsage
        If there is no such exercise, or no answer file yet.
    CourseError
        If the checker itself failed.
    """
    import json
    import os
    import subprocess
    import sys

    from rehydrate.errors import CourseError
    from rehydrate.lab.catalog import find
    from rehydrate.lab.handin import handed_in

    chosen = find(exercise)
    handed_in(chosen)  # what is missing is said here, in an exception of its own
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rehydrate", "check", chosen.id, "--json"],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
        env={name: value for name, value in os.environ.items() if name != "MPLBACKEND"},  # the notebook's
    )
    try:
        verdict = json.loads(done.stdout)
    except ValueError as error:
        raise CourseError(
            f"The checker gave no verdict on {chosen.id}.",
            why=done.stderr.strip()[-500:] or f"it ended with status {done.returncode}",
            fix=f"in a terminal: rehydrate check {chosen.id}",
        ) from error
    said = ((label, _as_calls(text)) for label, text in verdict["message"].items())
    return Said(verdict["title"], verdict["outcome"], verdict["where"], tuple(said))


def hint(exercise: str) -> Said:
    """Return the hint that is due after the last attempt; after a pass, all hints.

    Parameters
    ----------
    exercise : str
        Such as ``"02a"``.

    Raises
    ------
    WrongUsage
        If there was no attempt yet, or the last one needs no hint.
    """
    from rehydrate.lab.catalog import find
    from rehydrate.lab.feedback.hints import told
    from rehydrate.lab.workspace import Workspace

    chosen = find(exercise)
    lines = "\n".join(told(Workspace.find(), chosen))
    return Said(f"{chosen.id}  {chosen.title}", "", "", (("", _as_calls(lines)),))


def answer(line: str, cell: str) -> Said:
    """Save a cell as the answer to an exercise and check it: ``%%answer 02a``, or ``%%answer 02c steps.py``.

    A file that was written elsewhere is kept in ``answers/kept`` before it is replaced.

    Parameters
    ----------
    line : str
        The exercise and, where it has several files, the file's name.
    cell : str
        The program.

    Raises
    ------
    WrongUsage
        If the line names no exercise of the course, or no file of it.
    """
    from rehydrate.errors import WrongUsage
    from rehydrate.lab.catalog import find
    from rehydrate.lab.workspace import Workspace

    name, _, file = line.strip().partition(" ")
    exercise = find(name)
    file = file.strip() or exercise.files[0]
    if file not in exercise.files or (len(exercise.files) > 1 and " " not in line.strip()):
        raise WrongUsage(
            f"%%answer {line.strip()} does not say which file the cell is.",
            why=f"{exercise.id} consists of {' and '.join(exercise.files)}",
            fix=f"%%answer {exercise.id} {exercise.files[0]}",
        )
    workspace = Workspace.find()
    workspace.start(exercise)
    _save(workspace, exercise, file, cell)
    return check(exercise.id)


def load_ipython_extension(ipython: Any) -> None:
    """Make ``%%answer`` known; called by ``%load_ext rehydrate.lab``.

    Parameters
    ----------
    ipython : InteractiveShell
        The notebook's interpreter.
    """
    ipython.register_magic_function(answer, magic_kind="cell", magic_name="answer")


def _save(workspace: "Workspace", exercise: "Exercise", file: str, text: str) -> None:
    import os
    import shutil
    from datetime import UTC, datetime

    path = workspace.answer(exercise) / file
    before = path.read_bytes()
    replaceable = {text.encode(), _written.get(path, "").encode(), exercise.starter(file).read_bytes()}
    if before not in replaceable:
        kept = workspace.answers / "kept" / f"{exercise.slug}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        kept.mkdir(parents=True)
        shutil.copyfile(path, kept / file)
    beside = path.with_name(f".{file}.new")
    beside.write_bytes(text.encode())
    os.replace(beside, path)  # a loop that watches the file never sees half of it
    _written[path] = text


def _as_calls(text: str) -> str:
    """Say in a notebook's terms what to do next."""
    text = re.sub(r"rehydrate (check|hint) ([\w-]+)", r'\1("\2")', text)
    return re.sub(r"\brehydrate (solution \w+|doctor)", r"!rehydrate \1", text)
