"""Implementations are made alike without changing what they do."""

import marshal

import pytest

from rehydrate.lab.kinds import neutral

SOURCE = '''
"""Doubles wrongly: an off-by-one mistake."""

import json as secret_json
from functools import reduce as off_by_one

# this comment gives it away
WRONG_OFFSET = 1


class BuggyBox:
    """A box."""

    label = "box"

    def __init__(self, content):
        self.content = content

    def total(self):
        mistake = WRONG_OFFSET
        return self.content + mistake


def double(n, *, again=False):
    """Double it, wrongly."""
    global WRONG_OFFSET

    def inner_mistake():
        nonlocal total
        total = off_by_one(lambda a, b: a + b, [n, n])

    total = 0
    inner_mistake()
    try:
        secret_json.loads("[")
    except ValueError as caught_mistake:
        assert caught_mistake
    boxes = [BuggyBox(content=total) for each_mistake in range(1)]
    return helper_mistake(n=boxes[0].total()) if again else _private_mistake(boxes)


def helper_mistake(n):
    return n


def _private_mistake(boxes):
    """Look inside."""
    return boxes[0].total(), boxes[0].label
'''
GIVEAWAYS = ("mistake", "wrong", "WRONG", "Buggy", "secret", "comment", "off_by", "Look inside")


@pytest.fixture
def path(tmp_path):
    written = tmp_path / "buggy_off_by_one.py"
    written.write_text(SOURCE)
    return written


def run(code):
    names = {"__name__": neutral.NAME}
    exec(marshal.loads(code), names)
    return names


def test_nothing_that_gives_it_away_is_left(path):
    text = neutral.plain(SOURCE.replace("helper_mistake", "helper"))
    assert not [word for word in GIVEAWAYS if word in text]
    assert b"buggy" not in neutral.compiled(path) and b"Double it" not in neutral.compiled(path)


def test_it_does_what_it_did(path):
    before, after = {"__name__": "before"}, run(neutral.compiled(path))
    exec(SOURCE, before)
    for again in (False, True):
        assert after["double"](3, again=again) == before["double"](3, again=again)
    assert after["double"].__doc__ is None


def test_public_functions_are_offered_under_their_names(path):
    assert neutral.offered(path) == ["double", "helper_mistake"]


def test_own_names_stay_private(path):
    public = {name for name in run(neutral.compiled(path)) if not name.startswith("_")}
    assert public == {"double", "helper_mistake"}


def test_an_idle_implementation_takes_anything_and_gives_none(path):
    names = run(neutral.idle(path))
    assert names["double"](1, again=True) is names["helper_mistake"]() is None


def test_a_function_that_is_only_documented_keeps_a_body():
    assert "pass" in neutral.plain('def save(model):\n    """Nothing."""\n')
