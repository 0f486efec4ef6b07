"""The first complete predictions stay known."""

import pytest

from rehydrate.lab.catalog import Exercise
from rehydrate.lab.kinds import predict
from rehydrate.lab.workspace import Workspace

GATE, ONE, TWO = "test_answered", "test_one", "test_two"
FIRST = 'PREDICTIONS = {"one": "new", "two": (0.5, True)}\n'
LATER = 'PREDICTIONS = {"one": "new", "two": (0.5, False)}\n'


@pytest.fixture
def workspace(tmp_path):
    return Workspace(tmp_path)


def exercise(tmp_path, kind="predict"):
    points = {GATE: 1, ONE: 1, TWO: 1}
    where = {"folder": tmp_path, "solutions": tmp_path, "look_at": ""}
    return Exercise("01a_x", "X", kind=kind, minutes=1, stars=1, points=points, **where)


@pytest.fixture
def read(tmp_path):
    def sheet(text):
        (tmp_path / "answer.py").write_text(text)
        return predict.sheet(tmp_path / "answer.py")

    return sheet


def test_predictions_are_read_without_running_the_file(read, tmp_path):
    marker = tmp_path / "ran"
    text = f"open({str(marker)!r}, 'w')\nPREDICTIONS = {{'one': (1,  'a'), 'two': NameError}}\n"
    assert read(text) == {"one": "(1, 'a')", "two": "NameError"}
    assert not marker.exists()


@pytest.mark.parametrize(
    "text",
    [
        'PREDICTIONS = {"one": 1, "two": ...}',
        'PREDICTIONS = {"one": None}',
        "PREDICTIONS = dict(one=1)",
        "PREDICTIONS = {**{}}",
        "OTHER = {}",
        "PREDICTIONS = {",
        "(" * 500,
    ],
)
def test_a_sheet_that_is_not_complete_is_none(read, text):
    assert read(text) is None


def test_the_first_predictions_are_kept_and_later_ones_are_not(workspace, read, tmp_path):
    task = exercise(tmp_path)
    predict.keep(workspace, task, read(FIRST), [TWO])
    predict.keep(workspace, task, read(LATER), [])
    (event,) = workspace.events(predict.EVENT)
    assert event["predictions"] == {"one": "'new'", "two": "(0.5, True)"}
    assert predict.changed(workspace, task, read(LATER)) == ["two"]
    assert predict.changed(workspace, task, read(FIRST.replace(" ", "  "))) == []


@pytest.mark.parametrize(
    ("kind", "text", "failing"),
    [
        ("predict", FIRST, [GATE, ONE, TWO]),
        ("predict", 'PREDICTIONS = {"one": ..., "two": 1}', [ONE]),
        ("implement", FIRST, []),
    ],
)
def test_nothing_is_kept_where_nothing_was_revealed(workspace, read, tmp_path, kind, text, failing):
    task = exercise(tmp_path, kind)
    predict.keep(workspace, task, read(text), failing)
    assert workspace.events(predict.EVENT) == []
    assert predict.changed(workspace, task, read(LATER)) == []
    assert predict.remark(workspace, task, read(LATER)) == ""


def test_the_remark_tells_a_guess_from_a_change(workspace, read, tmp_path):
    task = exercise(tmp_path)
    predict.keep(workspace, task, read(FIRST), [TWO])
    assert (
        predict.remark(workspace, task, read(FIRST)) == "2 of 2 predictions were right before the first run"
    )
    said = "1 of 2 predictions were right before the first run; changed after it: two"
    assert predict.remark(workspace, task, read(LATER)) == said


def test_a_damaged_event_counts_as_none(workspace, read, tmp_path):
    workspace.record(event=predict.EVENT, exercise="01a", predictions="?")
    assert predict.changed(workspace, exercise(tmp_path), read(LATER)) == []
