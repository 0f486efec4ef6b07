"""The words of a verdict: four parts, few words, no blame, and never the solution."""

import pytest

from rehydrate.lab.engine.proxy import Frame
from rehydrate.lab.engine.result import CheckResult, Result
from rehydrate.lab.feedback import message
from rehydrate.lab.feedback.catalogue import Misconception, misconceptions
from rehydrate.lab.feedback.verdict import Outcome, Verdict

PASS = CheckResult("test_two_is_doubled", False, "passed")
FAIL = CheckResult(
    "test_three_is_doubled",
    False,
    "failed",
    kind="assertion",
    tried="The number 3 is doubled.",
    meaning="Twice three is six.",
    calls=("double(1) gave 2", "double(2) gave 4", "double(3) gave 4"),
    observed="double(3) gave 4, expected 6",
)


@pytest.fixture
def verdict(course):
    def make(outcome=Outcome.NOT_YET, checks=(PASS, FAIL), **fields):
        first = next((check for check in checks if check.state != "passed"), None)
        return Verdict(course.exercise, outcome, Result(course.slug, checks), **({"first": first} | fields))

    return make


def test_a_not_yet_has_four_parts_in_order(verdict):
    said = message.parts(verdict())
    assert [label for label, _ in said] == ["tried", "observed", "meaning", "look at", "next"]
    assert dict(said)["meaning"] == "Twice three is six."
    assert dict(said)["look at"] == 'chapter 0, "Somewhere"'


def test_the_last_two_calls_are_shown(verdict):
    assert dict(message.parts(verdict()))["tried"].splitlines() == [
        "The number 3 is doubled.",
        "  double(2) gave 4",
        "  double(3) gave 4",
    ]


def test_a_misconception_says_what_the_failure_means(course, verdict):
    known = misconceptions(course.exercise)["always-four"]
    assert dict(message.parts(verdict(misconception=known)))["meaning"] == known.meaning


def test_the_learners_own_line_and_last_print_are_shown(verdict):
    frames = (Frame("answer.py", 1, "a", "outer()"), Frame("answer.py", 7, "b", "  inner()"))
    said = dict(
        message.parts(verdict(checks=(CheckResult(**vars(FAIL) | {"frames": frames, "printed": "a\nb"}),)))
    )
    assert said["observed"].splitlines()[-1] == "  answer.py, line 7: inner()"
    assert said["printed"] == "b"


@pytest.mark.parametrize(
    ("n_failing", "waiting"), [(1, ""), (2, "1 other check fails too"), (3, "2 other checks fail too")]
)
def test_one_failure_is_told_and_the_others_are_counted(verdict, n_failing, waiting):
    checks = tuple(
        CheckResult(f"test_{n}", False, "failed", tried="t", observed="o") for n in range(n_failing)
    )
    said = dict(message.parts(verdict(checks=checks)))["next"]
    assert waiting in said
    assert "too" in said or n_failing == 1
    assert said.startswith("rehydrate hint 90a")


def test_what_speaks_for_itself_leads_to_another_check_and_not_to_a_hint(verdict):
    check = CheckResult(
        "test_two_is_doubled", False, "error", kind="syntax", tried="t", observed="SyntaxError"
    )
    assert dict(message.parts(verdict(checks=(check,))))["next"] == "rehydrate check 90a"


def test_every_outcome_says_what_to_do_next(verdict):
    for outcome in Outcome:
        given = verdict(outcome, reason="the reference fails")
        assert message.parts(given)[-1][0] == "next"
        assert "rehydrate" in message.parts(given)[-1][1]
        assert str(outcome) in message.text(given)


def test_a_pass_leads_to_the_reference_and_one_more_experiment(verdict):
    said = dict(message.parts(verdict(Outcome.PASSED, checks=(PASS,))))
    assert said["compare"].startswith("rehydrate solution 90a")
    assert said["try"] == "double 1."


def test_a_fault_of_the_course_apologises_and_does_not_count(verdict):
    said = dict(message.parts(verdict(Outcome.COURSE_BUG, reason="x" * 1000)))
    assert "sorry" in said["meaning"]
    assert "does not count" in said["meaning"]
    assert len(said["observed"]) == 300


def test_the_headline_says_how_far_the_checks_got(verdict):
    assert message.headline(verdict()) == ("90a  Double it", "NOT YET", "check 2 of 2")
    assert message.headline(verdict(Outcome.PASSED, checks=(PASS,)))[2] == "1 check"


def test_beside_an_editor_the_next_step_is_a_key_or_a_save(verdict):
    unread = CheckResult("test_two_is_doubled", False, "error", kind="syntax", tried="t", observed="o")
    for given, says in (
        (verdict(), "h, for a hint"),
        (verdict(checks=(unread,)), "save the file again"),
        (verdict(Outcome.PASSED, checks=(PASS,)), "n   (the next exercise)"),
        (verdict(Outcome.NOT_STARTED), "change the file, then: save the file again"),
    ):
        said = dict(message.parts(given, message.KEYS))
        assert says in said["next"]
        assert not [text for text in said.values() if "rehydrate" in text]


def test_what_a_learner_prints_does_not_steer_the_terminal(verdict):
    check = CheckResult(**vars(FAIL) | {"printed": "gone\x1b[2J\x07\x9b", "observed": "a\tb\n\x00c"})
    said = message.text(verdict(checks=(check,)))
    assert not [letter for letter in said if letter != "\n" and not letter.isprintable()]
    assert "gone\ufffd[2J\ufffd\ufffd" in said


@pytest.mark.parametrize("width", [40, 60, 96])
def test_lines_are_wrapped_under_their_label(verdict, width):
    long = CheckResult(**vars(FAIL) | {"observed": "word " * 60 + "\n  answer.py, line 1: " + "name " * 30})
    lines = message.text(verdict(checks=(long,)), width).splitlines()
    assert max(map(len, lines)) <= width
    assert lines[0].startswith("90a  Double it")
    assert all(line == "" or line[:10].strip() in ("", *dict(message.parts(verdict()))) for line in lines[1:])


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"tried": "Just do it."}, "says 'just'"),
        ({"meaning": "Obviously wrong."}, "says 'obviously'"),
        ({"observed": "word " * 120}, "more than 120"),
        ({"observed": ""}, "observed is empty"),
        ({"meaning": ""}, "meaning is empty"),
        ({"observed": "your code printed 'just'"}, None),
        ({"tried": "The adjusted rows"}, None),
        ({"meaning": "You forgot the factor."}, "says 'you forgot'"),
        ({"meaning": "It is careless to multiply."}, "says 'careless'"),
        ({"observed": "ValueError: you forgot the factor"}, None),
    ],
)
def test_the_lint_finds_what_no_message_may_say(verdict, change, problem):
    found = message.lint(verdict(checks=(CheckResult(**vars(FAIL) | change),)))
    assert any(problem in line for line in found) if problem else found == []


GIVEN_AWAY = "def double(n):\n    return sum([n, n], start=0)\n"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"meaning": "Twice is `return sum([n,  n], start=0)`."}, True),
        ({"tried": "return sum([n, n], start=0) is called"}, True),
        ({"hints": ("Use return sum([n, n], start=0)", "b", "c")}, True),
        ({"hints": ("a", "Use return sum([n, n], start=0)", "c")}, True),
        ({"hints": ("a", "b", "Use return sum([n, n], start=0)")}, False),
        ({"hints": ("a", "Use return sum([n, n], start=____)", "c")}, False),
        ({"observed": "return sum([n, n], start=0) is the learner's own line"}, False),
    ],
)
def test_a_line_of_the_reference_is_nowhere_but_in_the_last_hint(course, verdict, change, found):
    (course.solutions / "solution.py").write_text(GIVEN_AWAY)
    hints = change.pop("hints", ("a", "b", "c"))
    known = Misconception("some", change.get("meaning", "It means something."), hints)
    problems = message.lint(verdict(checks=(CheckResult(**vars(FAIL) | change),), misconception=known))
    assert bool(problems) is found
    assert not found or "gives away 'return sum([n, n], start=0)'" in problems


def test_what_the_starter_says_anyway_is_not_given_away(course, verdict):
    (course.solutions / "solution.py").write_text(GIVEN_AWAY)
    (course.exercises / "starter.py").write_text(GIVEN_AWAY)
    check = CheckResult(**vars(FAIL) | {"meaning": "See return sum([n, n], start=0)."})
    assert message.lint(verdict(checks=(check,))) == []


def test_the_hints_are_held_to_the_same_words(verdict):
    known = Misconception("some", "It means something.", ("Just look.", "b", "c"))
    assert message.lint(verdict(misconception=known)) == ["says 'just'"]


def test_a_pass_without_one_more_experiment_is_found(course, verdict):
    (course.solutions / "README.md").write_text("# Why\n")
    assert any("One more experiment" in line for line in message.lint(verdict(Outcome.PASSED, (PASS,))))
