"""Exercises are found on disk, in teaching order, and a broken one says what is wrong with it."""

import pytest

from rehydrate.errors import CourseError, WrongUsage
from rehydrate.lab import catalog
from rehydrate.lab.catalog import course_root, exercises, find


def test_the_course_of_this_package_has_exercises_with_their_files():
    for exercise in exercises():
        assert (exercise.folder / "README.md").is_file()
        assert all(exercise.starter(name).is_file() for name in exercise.files)
        assert exercise.chapter == int(exercise.id[:2])


def test_exercises_come_in_the_order_of_their_names(course):
    for slug in ("91a_later", "05b_earlier", "05a_first"):
        (course.root / "exercises" / slug).mkdir()
        toml = (course.exercises / "exercise.toml").read_text()
        (course.root / "exercises" / slug / "exercise.toml").write_text(toml)
    assert [exercise.id for exercise in exercises()] == ["05a", "05b", "90a", "91a"]


def test_a_folder_without_description_is_no_exercise(course):
    (course.root / "exercises" / "91a_draft").mkdir()
    assert [exercise.slug for exercise in exercises()] == [course.slug]


def test_another_course_can_be_named(course):
    assert course_root() == course.root.resolve()
    assert exercises(course.root)[0].slug == course.slug


def test_a_folder_without_exercises_says_what_one_is(tmp_path):
    with pytest.raises(CourseError, match="exercise.toml in it"):
        exercises(tmp_path)


@pytest.mark.parametrize("how", ["{id}", "{slug}", " {slug}/", "exercises/{slug}", "DOUBLE IT", "{id_upper}"])
def test_an_exercise_is_found_by_any_of_its_names(course, how):
    name = how.format(id="90a", id_upper="90A", slug=course.slug)
    assert find(name).slug == course.slug


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(WrongUsage, match=r"There is no exercise '00b'(.|\n)*00a"):
        find("00b")
    with pytest.raises(WrongUsage, match=r"no name is near it(.|\n)*rehydrate list"):
        find("~~~")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("kind = ", "sort = "), "kind"),
        (("implement", "essay"), "kind is 'essay', not one of predict, implement"),
        (("minutes = 1\n", ""), "minutes"),
        (("minutes = 1", "minuets = 1"), "minuets"),
        (('title = "Double it"', "title = "), "Invalid value"),
    ],
    ids=["renamed", "unknown kind", "missing", "misspelt", "no TOML"],
)
def test_a_broken_description_says_what_is_wrong_with_it(course, change, says):
    path = course.exercises / "exercise.toml"
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(CourseError) as caught:
        exercises()
    assert str(path) in caught.value.what
    assert says in caught.value.why


def test_the_starter_of_several_files_is_a_folder(course):
    path = course.exercises / "exercise.toml"
    path.write_text(path.read_text().replace("[points]", 'files = ["a.py", "b.py"]\n[points]'))
    assert course.exercise.starter("b.py") == course.exercise.folder / "starter" / "b.py"


def test_the_kinds_are_those_of_the_design():
    assert set(catalog.KINDS) == {
        "predict",
        "implement",
        "fix",
        "test",
        "measure",
        "forensic",
        "design",
        "order",
    }
