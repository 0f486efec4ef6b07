"""Judges tests, as Examplar does: first by right implementations, and only then by wrong ones.

A suite that refuses a right program has no claim to thoroughness, so wrong implementations are not counted
before every test accepts every right one. Wrong ones stay anonymous: letters, in an order that says nothing.
The one exception is Examplar's hint rule. If one test alone is invalid, and it accepts one or two of the
wrong implementations, then it shows their author's belief, and their hint is given.

The rules are those of Examplar as published: Wrenn and Krishnamurthi, "Executable Examples for Programming
Problem Comprehension", ICER 2019; its hints: Prasad, Greenman, Nelson and Krishnamurthi, "Conceptual Mutation
Testing for Student Programming Misconceptions", Programming 8(2), 2024.
"""

import contextlib
import random
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rehydrate.errors import CourseError
from rehydrate.lab.engine.desk import Desk
from rehydrate.lab.engine.proxy import Died, NameMissing, Submission
from rehydrate.lab.kinds.programs import IDLE, Programs
from rehydrate.lab.kinds.stage import FOLDER

MAX_TESTS = 20


@dataclass(frozen=True)
class Answer:
    """What one test said of one implementation.

    Attributes
    ----------
    accepts : bool
        Whether the test was passed.
    error : str
        What it ended with otherwise.
    line : int
        The learner's line on which that was; 0 if it is not known.
    source : str
        The text of that line.
    """

    accepts: bool
    error: str = ""
    line: int = 0
    source: str = ""


_LAST: dict[tuple[bytes, ...], dict[str, dict[str, Answer]]] = {}  # several checks ask about the same answers


class Suite:
    """The tests that a learner hands in, and what each says of each implementation.

    Each implementation is met in a process that sees no other one, in a secret order. What the process
    answers can be forged, and that gains nothing: it does not know which answer is wanted.

    Parameters
    ----------
    desk : Desk
        Where the check sits.
    programs : Programs
        What the tests are judged by.
    """

    def __init__(self, desk: Desk, programs: Programs) -> None:
        if not programs.codes:
            raise CourseError(
                "There is nothing here to judge your tests by.",
                why="right and wrong implementations lie among the solutions, and a student release has none",
                fix="hand your tests in; they are judged there",
            )
        self.desk = desk
        self.programs = programs
        self.main = desk.target.exercise.files[0]

    @cached_property
    def tests(self) -> dict[str, list[str]]:
        """The learner's tests, in the order of the file, and the parameters of each."""
        process = self.desk.open()
        with contextlib.suppress(NameMissing):
            _ = process.tests  # there is no such name; a file that does not load says so here, with its lines
        found = self._asked(process, "tests")
        return {str(name): [str(each) for each in parameters] for name, parameters in found}

    def expect_tests(self) -> None:
        """Fail unless there are tests, with parameters that exist."""
        known = [*self.programs.offered, FOLDER]
        if not self.tests:
            raise AssertionError(f"{self.main} holds no function whose name begins with test_")
        if len(self.tests) > MAX_TESTS:
            raise AssertionError(f"there are {len(self.tests)} tests, more than {MAX_TESTS}")
        for name, parameters in self.tests.items():
            if other := [parameter for parameter in parameters if parameter not in known]:
                raise AssertionError(f"{name} asks for {other[0]}; what it can get is {', '.join(known)}")

    @cached_property
    def answers(self) -> dict[str, dict[str, Answer]]:
        """What each test says of each implementation, by the implementation's key and the test's name.

        All are asked in one go, right ones and wrong ones in one secret order: when it runs, in which folder
        and after how many others tells a test nothing about what it has before it.
        """
        key = self.desk.target.files[self.main].read_bytes(), *self.programs.codes.values()
        if key not in _LAST:
            order = list(self.programs.codes)
            random.SystemRandom().shuffle(order)
            found = {name: self._ask(self.programs.codes[name]) for name in order}
            _LAST.clear()
            _LAST[key] = found
        return _LAST[key]

    def expect_each_to_fail_on_nothing(self) -> None:
        """Fail if a test accepts an implementation whose functions do nothing and give None."""
        for name in self.tests:
            answer = self.answers[IDLE][name]
            if answer.error.startswith("NotImplementedError"):
                raise AssertionError(f"{name} is not written yet")
            if answer.accepts:
                raise AssertionError(f"{name} passes where every function does nothing and gives None")

    def expect_valid(self) -> None:
        """Fail if a test refuses a right implementation; it names the first such test and its demand."""
        rows = [self.answers[key] for key in self.programs.right]
        refused = [name for name in self.tests if not all(row[name].accepts for row in rows)]
        if refused:
            name = refused[0]
            answer = next(row[name] for row in rows if not row[name].accepts)
            hint = self._hint(name) if len(refused) == 1 else ""
            raise AssertionError(f"{name} refuses a right implementation{_place(answer)}{hint}")

    @property
    def caught(self) -> dict[str, list[str]]:
        """For each wrong implementation, by letter, the tests that refuse it."""
        return {
            letter: [name for name, answer in self.answers[letter].items() if not answer.accepts]
            for letter in self.programs.wrong
        }

    def expect_caught(self, at_least: int) -> None:
        """Fail unless at least so many of the wrong implementations are refused by some test."""
        self.desk.calls += self.table()
        if sum(bool(tests) for tests in self.caught.values()) < at_least:
            raise AssertionError(self._count())

    def expect_nearly_right_caught(self) -> None:
        """Fail unless every wrong implementation that is nearly right is refused by some test."""
        self.desk.calls += self.table()
        if not all(self.caught[letter] for letter in self.programs.nearly):
            raise AssertionError(self._count())

    def _count(self) -> str:
        passed_by = [letter for letter, tests in self.caught.items() if not tests]
        n_caught = len(self.caught) - len(passed_by)
        return (
            f"your tests catch {n_caught} of {len(self.caught)} wrong implementations; "
            f"no test refuses {' '.join(passed_by)}"
        )

    def table(self) -> list[str]:
        """Say of each test which wrong implementations it refuses, one line a test."""
        rows = {name: "".join(k for k, tests in self.caught.items() if name in tests) for name in self.tests}
        return [f"{name} catches {letters or 'none'}" for name, letters in rows.items()]

    def _hint(self, test: str) -> str:
        """Return the hints of the wrong implementations that this invalid test accepts, if they are few."""
        accepted = [letter for letter in self.programs.wrong if self.answers[letter][test].accepts]
        hints = [self.programs.hints[letter] for letter in accepted if self.programs.hints[letter]]
        if not hints or len(accepted) > 2:
            return ""
        return f" Your test also passes for a wrong program that {', and for one that '.join(hints)}."

    def _ask(self, code: bytes) -> dict[str, Answer]:
        """Put one implementation to the tests, in a process of its own; after a crash, in another one."""
        answers: dict[str, Answer] = {}
        process = None
        for name in self.tests:
            process = process or self.desk.open()
            try:
                accepts, error, line, source = self._asked(process, "outcome", name, code)
                answers[name] = Answer(accepts is True, str(error), int(line), str(source))
            except Died as died:
                answers[name] = Answer(False, f"the process ended, with exit code {died.code}")
                process = None
        self._forget()
        return answers

    def _forget(self) -> None:
        """End the processes so far, and drop what was printed: a test can print an implementation's code."""
        for session in self.desk.sessions:
            session.end()
        for log in self.desk.scratch.glob("*/printed"):
            with contextlib.suppress(OSError):  # whatever a test has put in its place
                log.unlink()

    def _asked(self, process: Submission, verb: str, *arguments: object) -> tuple[Any, ...]:
        """Ask, and leave no trace in the record of calls: it would show the code of an implementation."""
        before = len(self.desk.calls)
        try:
            return tuple(getattr(process.probes, verb)(self.main, *arguments))
        finally:
            del self.desk.calls[before:]


def _place(answer: Answer) -> str:
    where = f" at line {answer.line}, {answer.source[:60]}" if answer.line else ""
    return f"{where} ({answer.error[:80]})."  # hints follow, and the whole has to fit a message
