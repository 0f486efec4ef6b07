"""Every order that keeps the rules is right, and every other one is told which rule it breaks."""

from itertools import permutations

import pytest

from rehydrate.lab.kinds.order import Steps

STEPS = Steps(
    needed=("open", "write", "close", "name"),
    distractors={"copy": "name"},
    rules=(("open", "write"), ("write", "close"), ("write", "name")),
)


def refuses(given):
    """Return the first complaint, as an exercise's checks make them."""
    try:
        STEPS.expect_offered(given)
        for distractor in STEPS.distractors:
            STEPS.expect_without(given, distractor)
        STEPS.expect_complete(given)
        for before, after in STEPS.rules:
            STEPS.expect_rule(given, before, after)
    except AssertionError as error:
        return str(error)
    return ""


def test_of_all_orders_those_that_keep_the_rules_are_right():
    right = {order for order in permutations(STEPS.needed) if not refuses(order)}
    assert right == {("open", "write", "close", "name"), ("open", "write", "name", "close")}
    assert set(STEPS.right_orders()) == right


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (["write", "open", "close", "name"], "'write' is step 1 of your list, 'open' only step 2"),
        (["open", "write", "close", "copy"], "'copy' is step 4 of your list"),
        (["open", "write", "close"], "1 of 4 steps is missing"),
        (["open", "write", "close", "rename"], "'rename' is not on offer"),
        (["open", "write", "close", 4], "4 is not on offer"),
        (["open", "write", "write", "close"], "'write' is in the list more than once"),
        ("open write", "ORDER is no list: 'open write'"),
    ],
)
def test_what_is_wrong_is_said(given, complaint):
    assert refuses(given) == complaint


def test_a_distractor_takes_the_place_of_the_step_that_it_resembles():
    given = ["open", "copy", "write", "close"]
    STEPS.expect_complete(given)
    with pytest.raises(AssertionError, match="'copy' is step 2 of your list, 'write' only step 3"):
        STEPS.expect_rule(given, "write", "name")


def test_a_check_of_a_rule_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="no rule that close comes before name"):
        STEPS.expect_rule(["close", "name"], "close", "name")


@pytest.mark.parametrize(
    ("distractors", "rules", "words"),
    [
        ({}, [("a", "b"), ("b", "a")], "in a circle"),
        ({}, [("a", "c")], "c: not among"),
        ({"x": "c"}, [], "c: not among"),
    ],
)
def test_steps_that_no_order_can_satisfy_are_refused(distractors, rules, words):
    with pytest.raises(ValueError, match=words):
        Steps(("a", "b"), distractors, tuple(rules))
