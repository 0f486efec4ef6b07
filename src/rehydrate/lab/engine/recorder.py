"""A pytest plugin that notes what became of each check, in words and points."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from rehydrate.lab.engine.board import NOT_PASSED, PASSED, TIMEOUT, UNLOADABLE, Board
from rehydrate.lab.engine.classify import classify, words_of
from rehydrate.lab.engine.desk import TARGET, Desk, Target, noted
from rehydrate.lab.engine.listing import HIDDEN, points
from rehydrate.lab.engine.result import CheckResult
from rehydrate.lab.engine.spoken import line

MAX_TIMEOUTS = 2


@dataclass(frozen=True)
class Expected:
    """One check as its file describes it.

    Attributes
    ----------
    points : int
        What a pass is worth.
    after : tuple of str
        Checks without which it says nothing: ``@pytest.mark.after("test_x")``.
    tried : str
        The first line of its docstring.
    """

    name: str
    hidden: bool
    points: int
    after: tuple[str, ...]
    tried: str

    def row(self, state: str, kind: str = "", observed: str = "") -> CheckResult:
        """Return a row for a check that was not run to its end."""
        return CheckResult(
            self.name, self.hidden, state, kind, points=self.points, tried=self.tried, observed=observed
        )


def expected(item: pytest.Item, worth: dict[str, int]) -> Expected:
    """Read what a collected check says about itself."""
    after = tuple(name for mark in item.iter_markers("after") for name in mark.args)
    tried, _ = words_of(getattr(item, "function", None))
    return Expected(item.name, item.path.name == HIDDEN, worth.get(item.name, 1), after, tried)


class Recorder:
    """Notes each check's outcome.

    Parameters
    ----------
    target : Target
        What is checked.
    only : str, optional
        The only check to run.
    on_row : callable, optional
        Called with each row as it is known.
    board : Board, optional
        Where outcomes are noted, if others have to see them.
    briefly : bool
        Whether nothing is run any more after a check that was not passed.
    """

    def __init__(
        self,
        target: Target,
        only: str | None = None,
        on_row: Callable[[CheckResult], None] = lambda row: None,
        board: Board | None = None,
        briefly: bool = False,
    ) -> None:
        self.target = target
        self.only = only
        self.on_row = on_row
        self.plan: dict[str, Expected] = {}
        self.rows: dict[str, CheckResult] = {}
        self.board = board or Board([])
        self.briefly = briefly
        self.trouble = ""
        self.interrupted = False

    def pytest_configure(self, config: pytest.Config) -> None:
        """Hand the target to the fixtures."""
        config.stash[TARGET] = self.target

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note what is expected, and keep the one check that was asked for."""
        self.expect(items)
        self.board = Board(list(self.plan))
        if self.only is not None:
            items[:] = [item for item in items if item.name == self.only]

    def expect(self, items: list[pytest.Item]) -> None:
        """Note what is expected."""
        worth = points(self.target.exercise)
        self.plan = {item.name: expected(item, worth) for item in items}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note that the checks themselves cannot be read."""
        if report.failed:
            self.trouble = f"the checks cannot be collected: {str(report.longrepr)[-500:]}"

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note Ctrl-C; pytest's own interruptions are of a class below this one."""
        self.interrupted = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Leave out what cannot tell anything new: nothing loads, time is up again and again, it waits."""
        self.board.wait_for_first(item.name)
        timeouts, unloadable = self._outcomes()
        over = self.briefly and (timeouts or self.board.count(NOT_PASSED))
        if over or unloadable or timeouts >= MAX_TIMEOUTS or self._waits_for(item):
            pytest.skip("not run")

    def _waits_for(self, item: pytest.Item) -> list[str]:
        if self.only is not None:
            return []
        after = self.plan[item.name].after if item.name in self.plan else ()
        return [name for name in after if name in self.plan and not self.board.passed(name, item.name)]

    def _outcomes(self) -> tuple[int, int]:
        """Return how many checks ran out of time, and how many found that nothing loads."""
        return self.board.count(TIMEOUT), self.board.count(UNLOADABLE)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Note the outcome of a check."""
        if call.when == "call" or (call.when == "setup" and call.excinfo is not None):
            row = self.rows[item.name] = self._row(item, call)
            self.on_row(row)
        elif call.when == "teardown" and call.excinfo is not None:
            self.trouble = f"after {item.name}: {call.excinfo.value}"
        return (yield)

    def _row(self, item: pytest.Item, call: pytest.CallInfo[None]) -> CheckResult:
        known = self.plan.get(item.name) or expected(item, {})
        error = call.excinfo.value if call.excinfo else None
        if error is None:
            self.board.note(item.name, PASSED)
            return known.row("passed")
        if isinstance(error, pytest.skip.Exception):
            self.board.note(item.name, NOT_PASSED)
            return self._left_out(item, known)
        desk = noted(item)
        calls = desk.calls if desk else []
        found = classify(error, call.when == "setup", calls)
        unloadable = found.kind in ("syntax", "load") or (found.state != "failed" and not calls)
        late = TIMEOUT if found.state == "timeout" else NOT_PASSED
        self.board.note(item.name, UNLOADABLE if unloadable else late)
        return CheckResult(
            name=known.name,
            hidden=known.hidden,
            state=found.state,
            kind=found.kind,
            points=known.points,
            tried=known.tried,
            meaning=words_of(getattr(item, "function", None))[1],
            calls=tuple(line(call, 240) for call in calls),
            observed=_without_places(found.observed, item, desk),
            frames=found.frames,
            printed=desk.printed() if desk else "",
        )

    def _left_out(self, item: pytest.Item, known: Expected) -> CheckResult:
        timeouts, unloadable = self._outcomes()
        if unloadable:
            return known.row("not_run", "load", "nothing could be called, so this was not tried")
        if timeouts >= MAX_TIMEOUTS:
            return known.row("not_run", "timeout", f"{timeouts} checks ran out of time before this one")
        if self.briefly:
            return known.row("not_run", "waits", "a check before it was not passed")
        waits = " and ".join(self._waits_for(item)) or "nothing"
        return known.row("not_run", "waits", f"it says nothing until {waits} is passed")


def _without_places(text: str, item: pytest.Item, desk: Desk | None) -> str:
    """Leave out the temporary folders in which files lie: they say nothing to a reader."""
    places = [getattr(item, "funcargs", {}).get("tmp_path"), desk.scratch if desk else None]
    for place in filter(None, places):
        text = re.sub(re.escape(str(place)) + r"/(\d+/(work|files)/)?", "", text)
    return text
