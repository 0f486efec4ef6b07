"""What the learner hands in: the declared files, and no others."""

import difflib
from pathlib import Path

from rehydrate.errors import WrongUsage
from rehydrate.lab.catalog import Exercise
from rehydrate.lab.workspace import Workspace


def handed_in(exercise: Exercise, given: Path | None = None) -> dict[str, Path]:
    """Find the files to check.

    Parameters
    ----------
    exercise : Exercise
        It declares the names.
    given : Path, optional
        A file, or a folder with the declared files in it; by default the learner's answer folder.

    Returns
    -------
    dict of str to Path
        Declared name to existing file.

    Raises
    ------
    WrongUsage
        If a file is not there; it names what is.
    """
    if given is None:
        given = Workspace.find().answer(exercise)
        if not given.is_dir():
            raise WrongUsage(
                f"{exercise.id} has not been started.",
                why=f"there is no folder {given.parent.name}/{given.name}",
                fix=f"rehydrate start {exercise.id}",
            )
    if given.is_dir():
        return {name: _inside(given, name, exercise) for name in exercise.files}
    if not given.exists():
        raise _not_there(given, exercise)
    if len(exercise.files) > 1:
        raise WrongUsage(
            f"{given} is one file.",
            why=f"{exercise.id} needs {' and '.join(exercise.files)}",
            fix="name the folder that holds them",
        )
    return {exercise.files[0]: given}


def _inside(folder: Path, name: str, exercise: Exercise) -> Path:
    if not (folder / name).is_file():
        raise _not_there(folder / name, exercise)
    return folder / name


def _not_there(path: Path, exercise: Exercise) -> WrongUsage:
    folder = path.resolve().parent
    beside = sorted(p.name for p in folder.glob("*.py")) if folder.is_dir() else []
    near = difflib.get_close_matches(path.name, beside, n=1)
    if not folder.is_dir():
        why = f"there is no folder {folder}"
    else:
        why = f"the folder {folder.name} holds {', '.join(beside[:5]) or 'no Python file'}"
    if near:
        fix = f"rename {near[0]} to {path.name}"
    elif folder.name == exercise.slug:
        fix = f"rehydrate start {exercise.id} puts the starter there"
    else:
        fix = "name the file as seen from the folder you are in, or leave --file out to check your answer"
    return WrongUsage(f"There is no file {path}.", why=why, fix=fix)
