"""One submission, one result: pytest runs here, the learner's code elsewhere."""

import ast
import atexit
import contextlib
import functools
import io
import os
import re
from pathlib import Path
from typing import Any

import pytest

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.engine.classify import classify, words_of
from rehydrate.lab.engine.desk import TARGET, Desk, Target, noted
from rehydrate.lab.engine.launch import Launcher, launcher
from rehydrate.lab.engine.result import CheckResult, Result

MAX_TIMEOUTS = 2


@functools.cache
def warm() -> Launcher:
    """Return this process's launcher; the first call starts it, and it is closed at exit."""
    ours = launcher()
    atexit.register(ours.close)
    return ours


def check_names(exercise: Exercise, hidden: bool = False) -> list[str]:
    """List an exercise's checks in teaching order, without importing them."""
    path = exercise.solutions / "test_hidden.py" if hidden else exercise.folder / "test_exercise.py"
    if hidden and not path.exists():
        return []
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError:
        return []  # pytest, which cannot read it either, says why
    return [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]


def run(
    exercise: Exercise, files: dict[str, Path], *, hidden: bool = False, only: str | None = None
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
    """
    paths = [exercise.folder / "test_exercise.py"]
    if hidden and (exercise.solutions / "test_hidden.py").exists():
        paths.append(exercise.solutions / "test_hidden.py")
    recorder = Recorder(Target(exercise, files, warm()), only)
    said = io.StringIO()
    with _plain_environment(), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = pytest.main([*_options(exercise), *map(str, paths)], plugins=[recorder])
    names = [(n, False) for n in check_names(exercise)] + [
        (n, True) for n in check_names(exercise, True) if hidden
    ]
    checks = tuple(
        recorder.rows.get(name) or CheckResult(name, is_hidden, "not_run")
        for name, is_hidden in names
        if only in (None, name)
    )
    if recorder.interrupted:
        raise KeyboardInterrupt
    trouble = recorder.trouble or _unlisted(recorder, [name for name, _ in names])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not trouble:
        trouble = f"pytest ended with {code!r}: {said.getvalue()[-500:]}"
    return Result(exercise.slug, checks, trouble)


def _unlisted(recorder: "Recorder", names: list[str]) -> str:
    """Say which outcomes would be lost: a check in a class, with parameters, or of a name used twice."""
    lost = sorted(set(recorder.rows) - set(names)) + sorted({n for n in names if names.count(n) > 1})
    return f"not a plain check with a name of its own: {', '.join(lost)}" if lost else ""


class Recorder:
    """A pytest plugin that notes each check's outcome in words.

    Parameters
    ----------
    target : Target
        What is checked.
    only : str, optional
        The only check to run.
    """

    def __init__(self, target: Target, only: str | None = None) -> None:
        self.target = target
        self.only = only
        self.rows: dict[str, CheckResult] = {}
        self.trouble = ""
        self.timeouts = 0
        self.unloadable = False
        self.interrupted = False

    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand the target to the fixtures."""
        config.stash[TARGET] = self.target

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the one check that was asked for."""
        if self.only is not None:
            items[:] = [item for item in items if item.name == self.only]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the checks themselves cannot be read."""
        if report.failed:
            self.trouble = f"the checks cannot be collected: {str(report.longrepr)[-500:]}"

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note Ctrl-C; pytest's own interruptions are of a class below this one."""
        self.interrupted = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave out what cannot tell anything new: nothing loads, or time is up again and again."""
        if self.unloadable or self.timeouts >= MAX_TIMEOUTS:
            pytest.skip("not run")

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Note the outcome of a check."""
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            self.rows[item.name] = self._row(item, call)
        elif call.when == "teardown" and call.excinfo is not None:
            self.trouble = f"after {item.name}: {call.excinfo.value}"
        return (yield)

    def _row(self, item: pytest.Item, call: pytest.CallInfo[None]) -> CheckResult:
        hidden = item.path.name == "test_hidden.py"
        tried, meaning = words_of(getattr(item, "function", None))
        error = call.excinfo.value if call.excinfo else None
        if error is None:
            return CheckResult(item.name, hidden, "passed", tried=tried)
        if isinstance(error, pytest.skip.Exception):
            return CheckResult(item.name, hidden, "not_run", tried=tried)
        desk = noted(item)
        calls = desk.calls if desk else []
        found = classify(error, call.when == "setup", calls)
        self.timeouts += found.state == "timeout"
        self.unloadable |= found.kind in ("syntax", "load") or (found.state != "failed" and not calls)
        return CheckResult(
            name=item.name,
            hidden=hidden,
            state=found.state,
            kind=found.kind,
            tried=tried,
            meaning=meaning,
            calls=tuple(calls),
            observed=_without_places(found.observed, item, desk),
            frames=found.frames,
            printed=desk.printed() if desk else "",
        )


def _without_places(text: str, item: pytest.Item, desk: Desk | None) -> str:
    """Leave out the temporary folders in which files lie: they say nothing to a reader."""
    places = [getattr(item, "funcargs", {}).get("tmp_path"), desk.scratch if desk else None]
    for place in filter(None, places):
        text = re.sub(re.escape(str(place)) + r"/(\d+/(work|files)/)?", "", text)
    return text


def _options(exercise: Exercise) -> list[str]:
    """Options that keep every file but the exercise's own out of the run."""
    root = str(exercise.folder.parents[1])
    return [
        *("-q", "--capture=no", "--tb=no", "--noconftest", "--import-mode=importlib"),
        *("-c", os.devnull, "--rootdir", root, "--confcutdir", root),
        *("-p", "no:cacheprovider", "-p", "rehydrate.lab.engine.plugin"),
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
