"""The hint ladder: one step for each attempt."""

import pytest

from rehydrate.errors import WrongUsage
from rehydrate.lab.feedback.hints import all_hints, next_hint, told
from rehydrate.lab.workspace import Workspace


@pytest.fixture
def ladder(course):
    """A workspace whose log can be written by hand, all within the same second."""

    class Ladder:
        workspace = Workspace(course.root)
        exercise = course.exercise

        def attempt(self, misconception=None, *, nearest=None, outcome="NOT YET"):
            self.workspace.record(
                event="attempt", exercise="90a", outcome=outcome, misconception=misconception, nearest=nearest
            )

        def hint(self):
            return next_hint(self.workspace, self.exercise)

    return Ladder()


def test_there_is_no_hint_before_an_attempt(ladder):
    with pytest.raises(WrongUsage, match=r"no hint for 90a yet(.|\n)*rehydrate check 90a"):
        ladder.hint()
    ladder.workspace.record(event="attempt", exercise="91a", outcome="NOT YET", misconception="always-four")
    with pytest.raises(WrongUsage, match="no hint for 90a yet"):
        ladder.hint()


def test_each_attempt_gives_one_hint_and_the_last_stays(ladder):
    given = []
    for _ in range(5):
        ladder.attempt("always-four")
        given.append((ladder.hint().text, ladder.hint().repeated))
    texts = ["Four of what?", "Read the argument.", "return ... * n"]
    assert [text for text, _ in given] == [*texts, texts[-1], texts[-1]]
    assert [repeated for _, repeated in given][:3] == [True, True, True]


def test_a_second_hint_waits_for_another_attempt(ladder):
    ladder.attempt("always-four")
    first, again = ladder.hint(), ladder.hint()
    assert (first.text, first.level, first.of, first.repeated) == ("Four of what?", 1, 3, False)
    assert (again.text, again.level, again.repeated) == ("Four of what?", 1, True)
    assert len(ladder.workspace.events("hint")) == 1
    ladder.attempt("always-four")
    assert ladder.hint().level == 2


def test_each_misconception_has_its_own_ladder(ladder):
    for misconception, level in (("always-four", 1), ("always-six", 1), ("always-four", 2), ("unchanged", 1)):
        ladder.attempt(misconception)
        assert ladder.hint().level == level


def test_an_attempt_like_no_other_gets_the_nearest_hint_and_says_so(ladder):
    ladder.attempt(nearest="always-six")
    hint = ladder.hint()
    assert (hint.text, hint.exact) == ("Six of what?", False)
    ladder.attempt("always-six")
    assert ladder.hint().exact


@pytest.mark.parametrize("outcome", ["NOT YET", "PASSED", "NOT STARTED", "COURSE BUG"])
def test_an_attempt_that_speaks_for_itself_needs_no_hint(ladder, outcome):
    ladder.attempt(outcome=outcome)
    with pytest.raises(WrongUsage, match="no hint for the last attempt"):
        ladder.hint()


def test_a_misconception_that_is_no_longer_known_is_no_reason_to_crash(ladder):
    ladder.attempt("renamed-since")
    with pytest.raises(WrongUsage, match="no hint for the last attempt"):
        ladder.hint()


def test_all_hints_are_there_to_read(ladder):
    assert {known.id: len(known.hints) for known in all_hints(ladder.exercise)} == {
        "always-four": 3,
        "always-six": 3,
        "unchanged": 3,
    }


def test_what_is_told_says_the_step_and_when_the_next_one_comes(ladder):
    ladder.attempt(nearest="always-six")
    first, again = (told(ladder.workspace, ladder.exercise) for _ in range(2))
    assert "The nearest one" in first[0]
    assert first[-1] == "hint 1 of 3: Six of what?"
    assert again[-1] == "The next hint comes after another attempt: rehydrate check 90a"


def test_after_a_pass_every_hint_is_told(ladder):
    ladder.attempt("always-four")
    ladder.attempt(outcome="PASSED")
    lines = told(ladder.workspace, ladder.exercise)
    assert [line for line in lines if line.startswith("  1. ")] == [
        "  1. Four of what?",
        "  1. Six of what?",
        "  1. What changed?",
    ]
    assert ladder.workspace.events("hint") == []
