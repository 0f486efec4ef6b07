"""Keeps the first complete predictions: a change after the results were seen is told from a guess.

The predictions are read before the experiments are run and logged before anything is shown. Nothing is
forbidden afterwards: a changed prediction passes, and is called changed. The log is a file of the learner's
own. It keeps an honest person's memory straight; it is no lock against anybody.
"""

import ast
from collections.abc import Collection
from pathlib import Path

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.workspace import Workspace

EVENT = "predicted"
NAME = "PREDICTIONS"
OPEN = ("...", "None", "'...'")


def sheet(path: Path) -> dict[str, str] | None:
    """Read the predictions in a file, each as Python text; the file is not run.

    Parameters
    ----------
    path : Path
        A module with a dict of the name PREDICTIONS, written out.

    Returns
    -------
    dict of str to str or None
        None if there is no such dict, or if a question in it is still open.
    """
    try:
        body = ast.parse(path.read_bytes()).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [NAME]:
            return _complete(node.value) if isinstance(node.value, ast.Dict) else None
    return None


def keep(
    workspace: Workspace, exercise: Exercise, sheet: dict[str, str] | None, failing: Collection[str]
) -> None:
    """Log the first complete predictions; call it after the run and before its results are shown.

    Parameters
    ----------
    workspace : Workspace
        It holds the log.
    exercise : Exercise
        Nothing is kept unless its kind is predict.
    sheet : dict of str to str or None
        The predictions, as they were read before the run.
    failing : collection of str
        Checks that were not passed. If the first one is among them, which looks at the form of the answers,
        no experiment was run and nothing was revealed.
    """
    gate = next(iter(exercise.points), "")
    if exercise.kind == "predict" and sheet and gate not in failing and _kept(workspace, exercise) is None:
        workspace.record(event=EVENT, exercise=exercise.id, predictions=sheet)


def changed(workspace: Workspace, exercise: Exercise, sheet: dict[str, str] | None) -> list[str]:
    """Name the questions whose predictions are other ones than at the first run."""
    kept = _kept(workspace, exercise)
    if kept is None or sheet is None:
        return []
    return [name for name, answer in sheet.items() if kept.get(name) != answer]


def remark(workspace: Workspace, exercise: Exercise, sheet: dict[str, str] | None) -> str:
    """Say, of an exercise that is passed, how many predictions were right before anything was shown."""
    kept = _kept(workspace, exercise)
    if kept is None or not sheet:
        return ""
    later = changed(workspace, exercise, sheet)
    first = f"{len(sheet) - len(later)} of {len(sheet)} predictions were right before the first run"
    return f"{first}; changed after it: {', '.join(later)}" if later else first


def _complete(table: ast.Dict) -> dict[str, str] | None:
    answers = {}
    for key, value in zip(table.keys, table.values, strict=True):
        if not isinstance(key, ast.Constant) or ast.unparse(value) in OPEN:
            return None
        answers[str(key.value)] = ast.unparse(value)
    return answers


def _kept(workspace: Workspace, exercise: Exercise) -> dict[str, str] | None:
    events = workspace.events(EVENT, exercise=exercise.id)
    found = events[0].get("predictions") if events else None
    return found if isinstance(found, dict) else None
