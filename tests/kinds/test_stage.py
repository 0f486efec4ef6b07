"""One test meets one implementation; everything else is new."""

import sys

import pytest

from rehydrate.lab.kinds import neutral, stage

TESTS = """
from collections import Counter

seen = []


def test_z(double, tmp_path):
    seen.append(double(2))
    assert seen == [4]
    (tmp_path / "left").touch()


def test_a(double):
    assert double(2) == 5, "two lines\\nof words"


def helper():
    pass
"""


@pytest.fixture
def code(tmp_path, monkeypatch):
    """Stand where a student process stands, and return an implementation."""
    (tmp_path / "files").mkdir()
    (tmp_path / "work").mkdir()
    (tmp_path / "files" / "answer.py").write_text(TESTS)
    (tmp_path / "right_x.py").write_text(
        "def double(n):\n    return _twice(n)\n\n\ndef _twice(n):\n    return 2 * n\n"
    )
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "files")])
    for name in ("answer", neutral.NAME):
        monkeypatch.setitem(sys.modules, name, None)
    return neutral.compiled(tmp_path / "right_x.py")


def test_tests_are_listed_as_they_stand_in_the_file(code):
    assert stage.tests("answer.py") == [("test_z", ["double", "tmp_path"]), ("test_a", ["double"])]


def test_a_test_that_accepts_says_so_again_and_again_and_leaves_nothing(code, tmp_path):
    for _ in range(2):
        assert stage.outcome("answer.py", "test_z", code) == (True, "", 0, "")
    assert list((tmp_path / "work").iterdir()) == []


def test_a_test_that_refuses_names_its_line(code):
    refused = stage.outcome("answer.py", "test_a", code)
    assert refused == (
        False,
        "AssertionError: two lines of words",
        14,
        'assert double(2) == 5, "two lines\\nof words"',
    )


def test_only_public_functions_of_the_implementation_are_given(code):
    assert list(stage.public(stage._subject(code))) == ["double"]
