"""The assignment and the class of 30, read from the folder ``graders``."""

import json
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "graders"
POINTS = 6


@dataclass(frozen=True)
class Student:
    """One who handed in a file.

    Attributes
    ----------
    name : str
        The kind and a number.
    source : Path
        The file.
    score : int
        The points that it has earned.
    """

    name: str
    source: Path
    score: int


def students(quick=False):
    """Return the class, or one student of each kind."""
    table = tomllib.loads((FOLDER / "class.toml").read_text())
    return [
        Student(f"{kind}_{number:02}", FOLDER / f"{kind}.py", one["score"])
        for kind, one in table.items()
        for number in range(1, 1 + (1 if quick else one["students"]))
    ]


def cells(path):
    """Split a file at its ``# %%`` lines; return the word behind the mark, and the lines, of each cell."""
    first, *rest = ("\n" + path.read_text()).split("\n# %%")
    parts = [tuple(part.split("\n", 1)) for part in rest]
    return [("", first)] * bool(first.strip()) + [(mark.strip(), lines.strip()) for mark, lines in parts]


def name_of(check):
    """Return the name of the function that a cell defines."""
    return check.split("(", 1)[0].removeprefix("def ")


def notebook(parts):
    """Return a notebook as JSON, from pairs of source and metadata of cells."""
    made = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "metadata": metadata,
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for number, (source, metadata) in enumerate(parts)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})


@dataclass(frozen=True)
class Usage:
    """What a command and its descendants used: seconds, and bytes of the largest of the processes."""

    wall: float
    cpu: float
    largest: int


def measured(command, folder, environment, seconds, accepted=(0,)):
    """Run a command in a folder.

    Returns
    -------
    tuple of Usage and str
        What it used, and its standard output.

    Raises
    ------
    subprocess.SubprocessError
        If it ends with a status that is not accepted, or takes longer than `seconds`.
    """
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch) / "report"
        words = list(map(str, command))
        done = subprocess.run(
            [sys.executable, HERE / "graders_cpu.py", report, str(seconds), *words],
            **{"cwd": folder, "env": environment, "capture_output": True, "text": True},
            timeout=seconds + 60,
        )
        found = json.loads(report.read_text()) if report.exists() else {"status": done.returncode}
    if found["status"] not in accepted:
        raise subprocess.CalledProcessError(found["status"], words, done.stdout, done.stderr)
    return Usage(found["wall"], found["cpu"], found["largest"]), done.stdout
