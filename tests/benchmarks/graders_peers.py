"""nbgrader and otter, each in an environment of its own, over notebooks made from the same assignment."""

import csv
import json
import os
import sys
import textwrap

from graders_class import FOLDER, Usage, cells, measured, name_of, notebook
from peers import environment

NBGRADER = "nbgrader==0.9.6"
OTTER = "otter-grader[grading]==7.0.0"
LESSON = "ps1"


def settings(folder, python):
    """Return variables under which a tool finds its own commands and nothing of the user's."""
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")
    ours = {name: str(folder / "settings" / name.lower()) for name in places}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    path = os.pathsep.join([str(python.parent), clean.get("PATH", "")])
    return clean | ours | {"PATH": path}


def nbgrader(folder, students):
    """Grade a class with ``nbgrader autograde``.

    Returns
    -------
    tuple of Usage and dict of str to float
        What the one process for the whole class used, and the scores by student.
    """
    python = environment("nbgrader", NBGRADER)
    command = [python, "-m", "nbgrader"]
    within = {"folder": folder, "environment": settings(folder, python)}
    write(folder / "source" / LESSON / f"{LESSON}.ipynb", notebook(nbgrader_source()))
    measured([*command, "generate_assignment", LESSON], seconds=300, **within)
    released = json.loads((folder / "release" / LESSON / f"{LESSON}.ipynb").read_text())
    for student in students:
        answers = [lines for _, lines in cells(student.source)]
        for cell in released["cells"]:
            if cell["metadata"]["nbgrader"]["solution"]:
                cell["source"] = answers.pop(0)
        write(folder / "submitted" / student.name / LESSON / f"{LESSON}.ipynb", json.dumps(released))
    used, _ = measured([*command, "autograde", LESSON], seconds=60 * len(students), accepted=(0, 1), **within)
    measured([*command, "export", "--to", folder / "grades.csv"], seconds=300, **within)
    with (folder / "grades.csv").open() as file:
        return used, {row["student_id"]: float(row["score"] or 0) for row in csv.DictReader(file)}


def nbgrader_source():
    """Return the cells of the teacher's notebook: the solution, the checks' common part, and the checks."""
    parts = []
    for number, (_, lines) in enumerate(cells(FOLDER / "correct.py")):
        source = f"### BEGIN SOLUTION\n{lines}\n### END SOLUTION"
        parts.append((source, about(f"answer-{number}", solution=True)))
    (_, head), *checks = cells(FOLDER / "checks.py")
    head += "\n\nimport pathlib, tempfile, __main__"
    parts.append((head, about("head", locked=True)))
    for mark, check in checks:
        source = check + textwrap.dedent(f"""

            with tempfile.TemporaryDirectory() as folder:
                {name_of(check)}(__main__, pathlib.Path(folder))
            """)
        if mark == "hidden":
            source = f"### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"
        parts.append((source, about(name_of(check), grade=True, points=1, locked=True)))
    return parts


def about(name, **more):
    """Return the metadata by which nbgrader knows a cell."""
    kind = {"grade": False, "solution": False, "locked": False, "task": False, "cell_type": "code"}
    return {"nbgrader": {"schema_version": 3, "grade_id": name} | kind | more}


def otter(folder, students):
    """Grade a class with ``otter run``, a process for each submission.

    The checks are in otter's exception-based form. In its older form, of doctests, the value that a call
    returns would have to be written down as text.

    Returns
    -------
    tuple of Usage and dict of str to float
        What all these processes used, and the scores by student.
    """
    python = environment("otter", OTTER)
    command = [python, "-m", "otter"]
    within = {"folder": folder, "environment": settings(folder, python)}
    write(folder / "tests" / "q1.py", otter_tests())
    write(folder / "requirements.txt", "scikit-learn\n")
    zipped = folder / "autograder.zip"
    measured([*command, "generate", "-t", "tests", "-o", zipped], seconds=300, **within)
    used, scores = [], {}
    for student in students:
        place = folder / student.name
        write(place / f"{LESSON}.ipynb", notebook([(lines, {}) for _, lines in cells(student.source)]))
        run = [*command, "run", place / f"{LESSON}.ipynb", "-a", zipped, "-o", place, "--no-logo"]
        usage, _ = measured(run, seconds=120, accepted=(0, 1), **within)
        used.append(usage)
        scores[student.name] = otter_score(place / "results.json")
        print(f"\r  otter {len(used)} of {len(students)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    largest = max(one.largest for one in used)
    return Usage(sum(one.wall for one in used), sum(one.cpu for one in used), largest), scores


def otter_tests():
    """Return the one file of otter's tests."""
    (_, head), *checks = cells(FOLDER / "checks.py")
    imports = "import pathlib, tempfile, types\n\nfrom otter.test_files import test_case\n\nOK_FORMAT = False"
    parts = [head, f'{imports}\nname = "q1"\npoints = None']
    for number, (mark, check) in enumerate(checks):
        parts += [
            check,
            textwrap.dedent(f"""\
                @test_case(name="{name_of(check)}", points=1, hidden={mark == "hidden"})
                def case_{number}(env):
                    with tempfile.TemporaryDirectory() as folder:
                        {name_of(check)}(types.SimpleNamespace(**env), pathlib.Path(folder))
                """),
        ]
    return "\n\n".join(parts)


def otter_score(path):
    """Return the points in a file of results; none if there is no file."""
    if not path.exists():
        return 0.0
    return sum(one.get("score", 0) for one in json.loads(path.read_text())["tests"])


def write(path, text):
    """Write a file, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
