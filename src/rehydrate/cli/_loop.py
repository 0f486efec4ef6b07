"""The loop beside the learner's editor: every save is checked, and one key does each other thing."""

import threading
import time
from typing import TYPE_CHECKING

from rehydrate.cli import _shared
from rehydrate.cli._keys import Pressed, keys, one_by_one
from rehydrate.errors import RehydrateError
from rehydrate.lab.progress import board, following
from rehydrate.lab.watch import SECONDS, Saves

if TYPE_CHECKING:
    from rehydrate.lab.catalog import Exercise
    from rehydrate.lab.engine.checks import Checks
    from rehydrate.lab.progress import Standing
    from rehydrate.lab.workspace import Workspace

    Board = list[Standing]

KNOWN = "nhlrqs"


def watch(workspace: "Workspace", exercise: "Exercise") -> None:
    """Open an exercise and stay with the learner until q, Ctrl-C or the end of the terminal."""
    with keys(KNOWN) as pressed:
        loop = _Loop(workspace)
        try:
            loop.open(exercise)
            while not loop.over:
                loop.answer(loop.wait(pressed))
        except KeyboardInterrupt:
            print()  # the shell's prompt gets a line of its own
        finally:
            loop.close()


class _Loop:
    """One exercise at a time: its checks, ready to run, and the saves of its files."""

    exercise: "Exercise"
    saves: Saves

    def __init__(self, workspace: "Workspace") -> None:
        self.workspace = workspace
        self.checks: Checks | None = None
        self.passed = self.over = False

    def open(self, exercise: "Exercise") -> None:
        """Go to an exercise: put its starter there, note that, and have its checks made ready."""
        copied = self.workspace.start(exercise)
        if copied or self._last() != exercise.id:
            self.workspace.record(event="start" if copied else "open", exercise=exercise.id)
        self.exercise = exercise
        self.saves = Saves([self.workspace.answer(exercise) / name for name in exercise.files])
        self.passed = bool(self.workspace.events("attempt", exercise=exercise.id, outcome="PASSED"))
        _shared.print_task(self.workspace, exercise)
        self.offer()
        self.get_ready()

    def _last(self) -> str | None:
        """Name the exercise last worked on."""
        events = self.workspace.events()
        return events[-1].get("exercise") if events else None

    def get_ready(self) -> None:
        """Collect the exercise's checks while the learner reads."""
        from rehydrate.lab.engine.checks import AT_ONCE, Checks

        self.close()
        self.checks = Checks(self.exercise, side_by_side=AT_ONCE)

    def close(self) -> None:
        """End the processes that hold the checks; nobody waits for one that is still getting ready."""
        if self.checks is not None:
            threading.Thread(target=self.checks.close, daemon=True).start()
            self.checks = None

    def offer(self) -> None:
        """Say what can be done now; the reference only after a pass: it is never one key from the task."""
        keys = ["n next", "h hint", "l list", "r again", *["s solution"] * self.passed, "q quit"]
        after = "" if one_by_one() else "   (and Enter)"
        print()
        _shared.print_wrapped("saves are checked;   " + "   ".join(keys) + after)

    def wait(self, pressed: Pressed) -> str:
        """Wait for a key or a save; return the key, or "save"."""
        while not (key := pressed(SECONDS)):
            if self.saves.came():
                return "save"
        return key

    def answer(self, key: str) -> None:
        """Do what a key, or a save, asks for."""
        do = {
            "save": self.check,
            "r": self.check,
            "h": self.hint,
            "l": self.list,
            "n": self.next,
            "s": self.solution,
            "q": self.quit,
        }.get(key, lambda: None)
        try:
            do()
        except RehydrateError as error:
            print(error)
        if not self.over and key != "n":
            self.offer()

    def check(self) -> None:
        """Check what is saved now. A save that comes meanwhile is noticed afterwards."""
        print(f"\n{time.strftime('%H:%M:%S')}  checking", flush=True)
        self.saves.note()
        verdict = _shared.attempt(self.workspace, self.exercise, self.checks)
        _shared.print_verdict(verdict, keys=True)
        if verdict.outcome == "COURSE BUG":
            self.get_ready()
        if verdict.outcome == "PASSED":
            self.passed = True
            if following(self._standings(), self.exercise) is None:
                print(f"\n{_shared.FINALE}")

    def hint(self) -> None:
        """Give the hint that is due."""
        from rehydrate.cli.hint import print_hint

        print()
        print_hint(self.workspace, self.exercise)

    def list(self) -> None:
        """Show the board."""
        print()
        _shared.print_board(self._standings())

    def next(self) -> None:
        """Go to the next unfinished exercise; after the last one, end."""
        standing = following(self._standings(), self.exercise)
        if standing is None:
            print(f"\n{_shared.FINALE}")
            self.over = True
        else:
            if standing.exercise == self.exercise:
                print("\nThis is the only exercise that is left.")
            self.open(standing.exercise)

    def solution(self) -> None:
        """Show the reference beside the learner's own, after a pass."""
        from rehydrate.cli.solution import show

        show(self.workspace, self.exercise)

    def quit(self) -> None:
        """Say how to come back."""
        print(f"\nrehydrate goes on with {self.exercise.id}.")
        self.over = True

    def _standings(self) -> "Board":
        return board(self.workspace)
