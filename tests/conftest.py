"""Fixtures of several files: student processes, throwaway courses, the command line in a real process."""

import itertools
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from rehydrate.lab.catalog import find
from rehydrate.lab.engine import launch
from rehydrate.lab.engine.launch import ForkLauncher, FreshLauncher, Order
from rehydrate.lab.engine.proxy import Session, Submission

NUMBERS = itertools.count(1)

TOML = """
title = "Double it"
kind = "implement"
minutes = 1
stars = 1
look_at = 'chapter 0, "Somewhere"'
seconds = {seconds}

[points]
test_two_is_doubled = 1
test_three_is_doubled = 1
"""
STARTER = '''
def double(n):
    """Return twice the number."""
    raise NotImplementedError("TODO: double it")
'''
CHECKS = '''
def test_two_is_doubled(submission):
    """The number 2 is doubled.

    Twice two is four.
    """
    answer = submission.double(2)
    assert answer == 4, f"double(2) gave {answer!r}, expected 4"


def test_three_is_doubled(submission):
    """The number 3 is doubled.

    Twice three is six.
    """
    answer = submission.double(3)
    assert answer == 6, f"double(3) gave {answer!r}, expected 6"
'''
SOLUTION = "def double(n):\n    return 2 * n\n"
WRONG = {
    "wrong_four.py": ("always-four", "test_three_is_doubled", "return 4"),
    "wrong_six.py": ("always-six", "test_two_is_doubled", "return 6"),
    "wrong_same.py": ("unchanged", "test_two_is_doubled, test_three_is_doubled", "return n"),
}
FEEDBACK = """
[always-four]
meaning = "The answer does not depend on the number."
hints = ["Four of what?", "Read the argument.", "return ... * n"]

[always-six]
meaning = "The answer is six whatever was asked."
hints = ["Six of what?", "Use the argument.", "return 2 * ..."]

[unchanged]
meaning = "The number came back as it went in."
hints = ["What changed?", "Nothing was added.", "return n + ..."]
"""


class Course:
    """A throwaway course of one exercise, 90a, which a test may spoil."""

    def __init__(self, root, slug):
        self.root, self.slug = root, slug
        self.exercises, self.solutions = root / "exercises" / slug, root / "solutions" / slug
        self.exercises.mkdir(parents=True)
        self.solutions.mkdir(parents=True)
        (self.exercises / "exercise.toml").write_text(TOML.format(seconds=20), encoding="utf-8")
        (self.exercises / "starter.py").write_text(STARTER, encoding="utf-8")
        (self.exercises / "test_exercise.py").write_text(CHECKS, encoding="utf-8")
        (self.solutions / "solution.py").write_text(SOLUTION, encoding="utf-8")
        (self.solutions / "correct_sum.py").write_text("def double(n):\n    return n + n\n", encoding="utf-8")
        (self.solutions / "feedback.toml").write_text(FEEDBACK, encoding="utf-8")
        (self.solutions / "README.md").write_text(
            "# Why\n\nOne more experiment: double 1.\n", encoding="utf-8"
        )
        for name, (misconception, fails, line) in WRONG.items():
            header = f'"""Wrong.\n\nMisconception: {misconception}\nFails: {fails}\n"""\n'
            (self.solutions / name).write_text(f"{header}def double(n):\n    {line}\n", encoding="utf-8")

    @property
    def exercise(self):
        return find(self.slug)

    def seconds(self, seconds):
        """Set the limit of one call."""
        (self.exercises / "exercise.toml").write_text(TOML.format(seconds=seconds), encoding="utf-8")

    def answer(self, text, name="answer.py"):
        """Write the learner's file, as text or bytes, and return its path."""
        path = self.root / "answers" / self.slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A throwaway course, found through REHYDRATE_COURSE, in which the test stands.

    Its slug is new each time: pytest and the judge remember modules and reference runs by it.
    """
    made = Course(tmp_path / "course", f"90a_double_it_{next(NUMBERS)}")
    monkeypatch.setenv("REHYDRATE_COURSE", str(made.root))
    monkeypatch.chdir(made.root)
    return made


@pytest.fixture
def rehydrate():
    """Run the installed command in a process of its own; returns status, out and err.

    Students are fresh processes here: for a throwaway course they are quicker than warming a parent.
    """
    script = Path(sys.executable).with_name("rehydrate")

    def run(*arguments, **environment):
        done = subprocess.run(
            [script, *map(str, arguments)],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=os.environ | {"COLUMNS": "100", "REHYDRATE_FRESH": "1"} | environment,
        )
        return SimpleNamespace(status=done.returncode, out=done.stdout, err=done.stderr)

    return run


@pytest.fixture(scope="module", params=[pytest.param("fork", marks=pytest.mark.linux), "fresh"])
def launcher(request):
    """Both ways to make a student process, one after the other; fresh ones without heavy libraries."""
    made = {"fork": ForkLauncher, "fresh": FreshLauncher}[request.param]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(launch, "PRELOADED", ())
        yield made
    made.close()


class Students:
    """Opens student processes over a text and ends them."""

    def __init__(self, launcher, folder):
        self.launcher, self.folder, self.sessions = launcher, folder, []

    def __call__(self, source, *, seconds=60.0, probes=None):
        place = self.folder / f"student-{next(NUMBERS)}"
        (place / "work").mkdir(parents=True)
        (place / "files").mkdir()
        (place / "files" / "answer.py").write_text(source, encoding="utf-8")
        if probes is not None:
            (place / "probes.py").write_text(probes, encoding="utf-8")
        order = Order(
            files=place / "files",
            main="answer.py",
            probes=None if probes is None else place / "probes.py",
            folder=place / "work",
            log=place / "printed",
        )
        session = Session(self.launcher.launch(order), seconds, [])
        self.sessions.append(session)
        return SimpleNamespace(submission=Submission(session), session=session, order=order)

    def close(self):
        for session in self.sessions:
            session.end()


@pytest.fixture
def student(launcher, tmp_path):
    """Open student processes over a text; they end with the test."""
    students = Students(launcher, tmp_path)
    yield students
    students.close()


@pytest.fixture(scope="module")
def benign(launcher, tmp_path_factory):
    """One student process for all tests of a file that do no harm to it, over the file's SOURCE."""
    students = Students(launcher, tmp_path_factory.mktemp("benign"))
    yield students
    students.close()
