"""This project's ``rehydrate grade`` over the same assignment, as a course of one exercise."""

import json
import os
import shutil

from graders_class import FOLDER, HERE, POINTS, cells, measured
from graders_peers import write
from peers import environment

EXERCISE = "00a_keep_a_model"
DESCRIPTION = """\
title = "Keep a model"
kind = "implement"
minutes = 30
stars = 1
look_at = "chapter 2"
"""


def rehydrate(folder, students, *options):
    """Grade a class with ``rehydrate grade``.

    Returns
    -------
    tuple of Usage, dict of str to float, and list of str
        What the command and all its processes used, the scores by student, and the sandbox's layers.
    """
    course = folder / "course"
    if not course.exists():
        write_course(course)
    shutil.rmtree(folder / "handed_in", ignore_errors=True)
    for student in students:
        write(folder / "handed_in" / f"{student.name}.py", student.source.read_text())
    python = environment("rehydrate", f"--editable={HERE.parents[1]}")  # with what it needs, and no more
    command = [python, "-m", "rehydrate", "grade", EXERCISE, folder / "handed_in", "--json", *options]
    settings = os.environ | {"REHYDRATE_COURSE": str(course)}
    used, said = measured(command, folder, settings, 20 * len(students) + 60, accepted=(0, 1))
    rows = json.loads(said)["students"]
    assert all(row["max_score"] == POINTS for row in rows), "the grades are of other points"
    layers = next((row["result"]["layers"] for row in rows if row["result"]), [])
    return used, {row["student"]: row["score"] for row in rows}, layers


def write_course(root):
    """Write the course: the exercise, its solution, and its hidden checks."""
    before, after = root / "exercises" / EXERCISE, root / "solutions" / EXERCISE
    (_, head), *checks = cells(FOLDER / "checks.py")
    for path, wanted in ((before / "test_exercise.py", "visible"), (after / "test_hidden.py", "hidden")):
        chosen = [check for mark, check in checks if mark == wanted]
        write(path, "\n\n\n".join([head, *chosen]) + "\n")
    write(before / "exercise.toml", DESCRIPTION)
    write(before / "starter.py", (FOLDER / "todo.py").read_text())
    write(after / "solution.py", (FOLDER / "correct.py").read_text())
    write(after / "feedback.toml", "")
