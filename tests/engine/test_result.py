"""The result as plain data: what the published schema says, and points for passes alone."""

import json
from pathlib import Path

import jsonschema
import pytest

import rehydrate.lab.engine.result as module
from rehydrate.lab.engine.proxy import Frame
from rehydrate.lab.engine.result import SCHEMA, STATES, CheckResult, Result
from rehydrate.lab.engine.run import run

PUBLISHED = json.loads(Path(module.__file__).with_name("result.schema.json").read_text(encoding="utf-8"))
FRAME = Frame("answer.py", 3, "double", "return n.twice")
ROWS = tuple(
    CheckResult(f"test_{state}", False, state, points=2, frames=(FRAME,), calls=("double(2)",))
    for state in STATES
)


def test_only_a_pass_earns_points():
    result = Result("90a_double_it", ROWS)
    assert [row.score for row in result.checks] == [2, 0, 0, 0, 0]
    assert (result.score, result.max_score) == (2, 10)


def test_trouble_on_our_side_is_no_mark():
    assert Result("90a_double_it", ROWS[:1], trouble="the disk is full").score == 0


def test_a_row_survives_the_way_through_json():
    for row, plain in zip(ROWS, Result("90a_double_it", ROWS).as_plain()["checks"], strict=True):
        assert CheckResult.from_plain(json.loads(json.dumps(plain))) == row


def test_every_state_fits_the_published_schema():
    jsonschema.Draft202012Validator.check_schema(PUBLISHED)
    jsonschema.validate(Result("90a_double_it", ROWS, layers=("landlock",)).as_plain(), PUBLISHED)
    assert PUBLISHED["properties"]["schema"]["const"] == SCHEMA
    assert PUBLISHED["$defs"]["check"]["properties"]["state"]["enum"] == list(STATES)


@pytest.mark.parametrize(
    "text",
    [
        "def double(n):\n    return 2 * n\n",
        "def double(n:\n",
        "def double(n):\n    return n.twice\n",
        "import os\nos._exit(0)\n",
    ],
    ids=["right", "syntax", "raises", "dies"],
)
def test_a_real_run_fits_the_published_schema(course, text):
    jsonschema.validate(run(course.exercise, {"answer.py": course.answer(text)}).as_plain(), PUBLISHED)


@pytest.mark.parametrize(
    "change", [{"score": -1}, {"schema": "v2"}, {"checks": [{"name": "x"}]}, {"extra": 1}]
)
def test_the_schema_refuses_what_is_no_result(change):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(Result("90a_double_it", ROWS).as_plain() | change, PUBLISHED)
