"""One submission, one result: pytest runs here, the learner's code elsewhere."""

import atexit
import contextlib
import functools
import io
import os
from pathlib import Path
from typing import Any

import pytest

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.desk import Target
from rehydrate.lab.engine.launch import Launcher, launcher
from rehydrate.lab.engine.listing import HIDDEN, assemble
from rehydrate.lab.engine.recorder import Recorder
from rehydrate.lab.engine.result import Result


@functools.cache
def warm() -> Launcher:
    """Return this process's launcher; the first call starts it, and it is closed at exit."""
    ours = launcher()
    atexit.register(ours.close)
    return ours


def run(
    exercise: Exercise,
    files: dict[str, Path],
    *,
    hidden: bool = False,
    only: str | None = None,
    briefly: bool = False,
) -> Result:
    """Run an exercise's checks over a submission.

    Parameters
    ----------
    exercise : Exercise
        Its checks run in this process.
    files : dict of str to Path
        Declared name to file; they run in student processes.
    hidden : bool
        Whether to run the hidden checks too.
    only : str, optional
        Run this one check.
    briefly : bool
        Run nothing more after a check that was not passed.
    """
    recorder = Recorder(Target(exercise, files, warm()), only, briefly=briefly)
    code, said = pytest_main(exercise, hidden, recorder)
    if recorder.interrupted:
        raise KeyboardInterrupt
    trouble = recorder.trouble
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not trouble:
        trouble = f"pytest ended with {code!r}: {said[-500:]}"
    return assemble(exercise, recorder.rows, hidden=hidden, only=only, trouble=trouble)


def pytest_main(exercise: Exercise, hidden: bool, plugin: object) -> tuple[int, str]:
    """Run pytest over an exercise's checks and nothing else; return its exit code and what it printed."""
    paths = [exercise.folder / "test_exercise.py"]
    if hidden and (exercise.solutions / HIDDEN).exists():
        paths.append(exercise.solutions / HIDDEN)
    said = io.StringIO()
    with _plain_environment(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main([*_options(exercise), *map(str, paths)], plugins=[plugin])
    return code, said.getvalue()


def _options(exercise: Exercise) -> list[str]:
    """Options that keep every file but the exercise's own out of the run."""
    root = str(exercise.folder.parents[1])
    return [
        *("-q", "--capture=no", "--tb=no", "--noconftest", "--import-mode=importlib"),
        *("-c", os.devnull, "--rootdir", root, "--confcutdir", root),
        *("-p", "no:cacheprovider", "-p", "rehydrate.lab.engine.plugin"),
        *("-p", "no:unraisableexception", "-p", "no:threadexception"),  # each end would search all memory
    ]


@contextlib.contextmanager
def _plain_environment() -> Any:
    """No plugin but ours, and no options from outside."""
    wanted = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
