"""Whether this machine can run the course, one finding at a time."""

import importlib.metadata
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rehydrate.errors import RehydrateError
from rehydrate.lab.catalog import find
from rehydrate.lab.workspace import Workspace

OLDEST_PYTHON = (3, 11)
BOOK = ("jupyter-book", "jupytext", "ipykernel")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    what, found : str
        The thing, and its state in words.
    ok : bool
        Whether the course can work with it.
    fix : str
        What to do if not.
    """

    what: str
    found: str
    ok: bool
    fix: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything the course needs, the cheap things first."""
    yield _python()
    yield from _packages()
    yield _book()
    yield _folder()
    yield _temporary_files()
    yield _checker()


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    fix = f"install Python {'.'.join(map(str, OLDEST_PYTHON))} or newer, and make the environment again"
    return Finding("Python", found, sys.version_info >= OLDEST_PYTHON, fix)


def _packages() -> Iterator[Finding]:
    """Compare what is installed with what this package asks for."""
    for requirement in importlib.metadata.requires("rehydrate") or []:
        match = re.fullmatch(r"([A-Za-z0-9_.-]+)>=([0-9.]+)", requirement)
        if match is None:  # an extra, which is not needed here
            continue
        name, oldest = match.groups()
        fix = f"pip install '{requirement}'"
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "not installed", False, fix)
        else:
            yield Finding(name, found, _numbers(found) >= _numbers(oldest), fix)


def _book() -> Finding:
    missing = [name for name in BOOK if not _installed(name)]
    found = "cannot be built here: no " + ", ".join(missing) if missing else "can be built"
    return Finding("the book", found, True, "pip install 'rehydrate[book]'")


def _folder() -> Finding:
    try:
        answers = Workspace.find().answers
    except RehydrateError as error:
        return Finding("your folder", error.what, False, error.fix)
    place = answers if answers.exists() else answers.parent
    fix = f"make {place} writable, or move the course to a folder that is"
    return Finding("your folder", str(answers), os.access(place, os.W_OK), fix)


def _temporary_files() -> Finding:
    """Write and read back a megabyte where the checker will work."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "megabyte"
            path.write_bytes(bytes(1 << 20))
            ok = path.read_bytes() == bytes(1 << 20)
            return Finding("temporary files", folder.rsplit(os.sep, 1)[0], ok, "free some space there")
    except OSError as error:
        return Finding("temporary files", str(error), False, "free some space, or set TMPDIR to another disk")


def _checker() -> Finding:
    """Put the first exercise's reference and its starter to the checker."""
    from rehydrate.lab.engine.launch import launcher_name
    from rehydrate.lab.feedback.catalogue import reference
    from rehydrate.lab.feedback.judge import judge

    try:
        exercise = find("00a")
        files = reference(exercise) or {n: exercise.starter(n) for n in exercise.files}
        outcome = str(judge(exercise, files).outcome)
    except (RehydrateError, OSError, RuntimeError) as error:
        return Finding("the checker", str(error), False, "install the package again")
    ok = outcome in ("PASSED", "NOT STARTED")
    fix = "report this, with the lines of: rehydrate check 00a"
    return Finding("the checker", f"says {outcome}, using {launcher_name()}", ok, fix)


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
