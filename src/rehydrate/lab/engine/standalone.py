"""``pytest exercises/... --submission my.py``: the same verdict and words, under pytest's own command."""

from pathlib import Path

import pytest

from rehydrate.errors import RehydrateError
from rehydrate.lab.catalog import Exercise, find
from rehydrate.lab.engine.desk import Target
from rehydrate.lab.engine.listing import assemble
from rehydrate.lab.engine.recorder import Recorder
from rehydrate.lab.engine.run import warm
from rehydrate.lab.handin import handed_in


class Standalone(Recorder):
    """A recorder that finds its exercise from what pytest was asked to collect, and speaks at the end."""

    def __init__(self, config: pytest.Config) -> None:
        try:
            exercise = _exercise(config)
            files = handed_in(exercise, config.getoption("--submission"))
        except RehydrateError as error:
            raise pytest.UsageError(str(error)) from None
        super().__init__(Target(exercise, files, warm()))
        super().pytest_configure(config)
        config.option.tbstyle = "no"
        config.option.reportchars = ""
        self._finished = False

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Judge what was recorded, and end with the verdict's status."""
        from rehydrate.lab.feedback.judge import judge, untouched, verdict_on

        if self._finished or self.interrupted:  # the judge asks the reference, in a pytest run of its own
            return
        self._finished = True
        exercise = self.target.exercise
        if untouched(exercise, self.target.files):
            self.verdict = judge(exercise, self.target.files)
        else:
            self.verdict = verdict_on(exercise, assemble(exercise, self.rows, trouble=self.trouble))
        session.exitstatus = self.verdict.exit_status

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the verdict."""
        from rehydrate.lab.feedback import message

        if not self.interrupted:
            terminalreporter.section("rehydrate")
            terminalreporter.write_line(message.text(self.verdict))


def _exercise(config: pytest.Config) -> Exercise:
    places = [Path(str(arg).split("::")[0]).resolve() for arg in config.args]
    folders = {place if place.is_dir() else place.parent for place in places}
    if len(folders) != 1:
        raise pytest.UsageError(
            "--submission needs one exercise: pytest exercises/02a_save_and_load --submission my.py"
        )
    return find(folders.pop().name)
