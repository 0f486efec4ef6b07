"""The student's side of a TEST exercise: one test, one implementation, everything else new.

An exercise's ``probes.py`` imports ``tests`` and ``outcome`` from here. Between two tests nothing is kept:
the implementation and the learner's file are loaded anew, and the folder is another one. So a test sees no
cache that an earlier one filled, and no model that it changed.
"""

import importlib.util
import inspect
import marshal
import os
import sys
import tempfile
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rehydrate.lab.kinds.neutral import NAME

FOLDER = "tmp_path"
MAX_TEXT = 160


def tests(main: str) -> list[tuple[str, list[str]]]:
    """List the tests in the learner's file, in the order in which they stand there, and what each asks for.

    A parameter with a default asks for nothing.

    Parameters
    ----------
    main : str
        The name of the file.
    """
    found = [
        (name, thing)
        for name, thing in vars(_answer(main)).items()
        if name.startswith("test_") and inspect.isfunction(thing)
    ]
    found.sort(key=lambda pair: pair[1].__code__.co_firstlineno)
    return [(name, _asked_for(thing)) for name, thing in found]


def outcome(main: str, name: str, code: bytes) -> tuple[bool, str, int, str]:
    """Run one test against one implementation.

    Parameters
    ----------
    main, name : str
        The learner's file and the test in it.
    code : bytes
        The implementation, from the verdict process.

    Returns
    -------
    bool
        Whether the test accepts the implementation.
    str
        The error, if it does not.
    int, str
        Number and text of the line of the learner's file where the error came up.
    """
    before = os.getcwd()
    with tempfile.TemporaryDirectory(dir=before, ignore_cleanup_errors=True) as folder:
        os.chdir(folder)
        try:
            given = public(_subject(code)) | {FOLDER: Path(folder)}
            test = getattr(_answer(main), name)
            test(**{parameter: given[parameter] for parameter in _asked_for(test)})
        except BaseException as error:  # pytest.fail and SystemExit are answers too
            return (False, _text(error), *_line(error, main))
        finally:
            os.chdir(before)
    return True, "", 0, ""


def public(module: types.ModuleType) -> dict[str, Callable[..., Any]]:
    """Return the public functions of a module by name."""
    return {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_") and inspect.isfunction(thing) and thing.__module__ == module.__name__
    }


def _asked_for(test: Callable[..., Any]) -> list[str]:
    parameters = inspect.signature(test).parameters.values()
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def _subject(code: bytes) -> types.ModuleType:
    module = types.ModuleType(NAME)
    sys.modules[NAME] = module  # pickle looks here for the classes of an implementation
    exec(marshal.loads(code), vars(module))  # ours: it came from the verdict process
    return module


def _answer(main: str) -> types.ModuleType:
    path = Path(sys.path[-1]) / main
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def _text(error: BaseException) -> str:
    said = " ".join(str(error).split())
    text = f"{type(error).__name__}: {said}" if said else type(error).__name__
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 3] + "..."


def _line(error: BaseException, main: str) -> tuple[int, str]:
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == main]
    return (own[-1].lineno or 0, (own[-1].line or "").strip()) if own else (0, "")
