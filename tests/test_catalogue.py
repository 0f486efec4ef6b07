"""The known mistakes of an exercise: read from files, matched by what a submission fails."""

import pytest

from rehydrate.errors import CourseError
from rehydrate.lab.feedback import catalogue

TWO, THREE = "test_two_is_doubled", "test_three_is_doubled"


def test_wrong_solutions_say_what_they_get_wrong(course):
    found = {
        wrong.path.name: (wrong.misconception, wrong.fails)
        for wrong in catalogue.wrong_solutions(course.exercise)
    }
    assert found == {
        "wrong_four.py": ("always-four", {THREE}),
        "wrong_same.py": ("unchanged", {TWO, THREE}),
        "wrong_six.py": ("always-six", {TWO}),
    }


@pytest.mark.parametrize("header", ["", '"""Wrong."""', '"""Fails: test_a"""', '"""Misconception: x"""'])
def test_a_wrong_solution_without_its_header_is_a_fault_of_the_course(course, header):
    (course.solutions / "wrong_new.py").write_text(header + "\ndef double(n): pass\n")
    with pytest.raises(CourseError, match="wrong_new.py does not say what it gets wrong"):
        catalogue.wrong_solutions(course.exercise)


@pytest.mark.parametrize(
    "toml",
    ["[a]\nmeaning = 1\nhints = []", '[a]\nmeaning = "x"', "a = 1", "[a", '[a]\nmeaning = "x"\nhints = [1]'],
)
def test_feedback_that_cannot_be_used_is_a_fault_of_the_course(course, toml):
    (course.solutions / "feedback.toml").write_text(toml)
    with pytest.raises(CourseError, match="feedback.toml cannot be used"):
        catalogue.misconceptions(course.exercise)


def test_line_breaks_of_the_file_are_none_of_the_message(course):
    (course.solutions / "feedback.toml").write_text('[a]\nmeaning = """One\n  two."""\nhints = ["x\\n y"]\n')
    known = catalogue.misconceptions(course.exercise)["a"]
    assert (known.meaning, known.hints, known.look_at) == ("One two.", ("x y",), "")


@pytest.mark.parametrize(
    ("failing", "name"), [({THREE}, "always-four"), ({TWO}, "always-six"), ({TWO, THREE}, "unchanged")]
)
def test_an_equal_signature_names_the_misconception(course, failing, name):
    assert catalogue.named(course.exercise, frozenset(failing), "").id == name


def test_a_signature_that_two_misconceptions_share_names_none(course):
    other = (course.solutions / "wrong_four.py").read_text().replace("always-four", "other")
    (course.solutions / "wrong_other.py").write_text(other)
    with (course.solutions / "feedback.toml").open("a") as feedback:
        feedback.write('\n[other]\nmeaning = "Another."\nhints = ["a", "b", "c"]\n')
    assert catalogue.named(course.exercise, frozenset({THREE}), "") is None


def test_an_unknown_signature_names_none(course):
    for name in ("wrong_six.py", "wrong_same.py"):
        (course.solutions / name).unlink()
    assert catalogue.named(course.exercise, frozenset({TWO}), "") is None
    assert catalogue.named(course.exercise, frozenset({TWO, THREE}), "") is None


def test_two_beliefs_that_met_are_told_by_the_first_that_fails(course):
    (course.solutions / "wrong_same.py").unlink()
    assert catalogue.named(course.exercise, frozenset({TWO, THREE}), "").id == "always-six"


def test_a_misconception_may_ask_for_more_than_the_checks_that_fail(course):
    path = course.solutions / "feedback.toml"
    path.write_text(path.read_text().replace("[always-four]", "[always-four]\nobserved = 'gave 4, '"))
    assert (
        catalogue.named(course.exercise, frozenset({THREE}), "double(3) gave 4, expected 6").id
        == "always-four"
    )
    assert catalogue.named(course.exercise, frozenset({THREE}), "TypeError: no number") is None


def test_a_failing_check_without_points_is_no_reason_to_crash(course):
    assert catalogue.named(course.exercise, frozenset({"test_unlisted"}), "") is None


def test_the_nearest_fails_at_the_same_check_first(course):
    (course.solutions / "wrong_same.py").unlink()
    assert catalogue.nearest(course.exercise, frozenset({TWO, THREE}), TWO).id == "always-six"
    assert catalogue.nearest(course.exercise, frozenset({THREE}), THREE).id == "always-four"
    (course.solutions / "wrong_six.py").unlink()
    assert catalogue.nearest(course.exercise, frozenset({TWO}), TWO) is None


def test_hidden_checks_are_no_part_of_a_signature(course):
    path = course.solutions / "wrong_four.py"
    path.write_text(path.read_text().replace(THREE, f"{THREE}, test_hidden_one"))
    assert catalogue.named(course.exercise, frozenset({THREE}), "").id == "always-four"


def test_a_release_without_solutions_knows_no_mistakes(course):
    for path in course.solutions.iterdir():
        path.unlink()
    course.solutions.rmdir()
    assert catalogue.wrong_solutions(course.exercise) == []
    assert catalogue.misconceptions(course.exercise) == {}
    assert catalogue.reference(course.exercise) is None
    assert catalogue.named(course.exercise, frozenset({TWO}), "") is None


def test_what_a_variant_leaves_out_comes_from_the_solution(course):
    toml = course.exercises / "exercise.toml"
    toml.write_text(toml.read_text().replace("[points]", 'files = ["a.py", "b.py"]\n[points]'))
    for folder, names in (("solution", ("a.py", "b.py")), ("wrong_b", ("b.py",))):
        (course.solutions / folder).mkdir()
        for name in names:
            (course.solutions / folder / name).write_text("")
    (course.solutions / "solution.py").unlink()
    files = catalogue.files_of(course.exercise, course.solutions / "wrong_b")
    assert {name: path.parent.name for name, path in files.items()} == {"a.py": "solution", "b.py": "wrong_b"}
    assert {path.parent.name for path in catalogue.reference(course.exercise).values()} == {"solution"}
