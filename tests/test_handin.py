"""What is handed in: the declared files; a wrong name is answered with the right one."""

import pytest

from rehydrate.errors import WrongUsage
from rehydrate.lab.handin import handed_in


@pytest.fixture
def several(course):
    """The throwaway exercise with two declared files."""
    toml = (course.exercises / "exercise.toml").read_text()
    (course.exercises / "exercise.toml").write_text(
        toml.replace("[points]", 'files = ["train.py", "features.py"]\n[points]')
    )
    return course


def test_the_answer_folder_is_taken_by_default(course):
    path = course.answer("x = 1")
    assert {name: found.resolve() for name, found in handed_in(course.exercise).items()} == {
        "answer.py": path.resolve()
    }


def test_an_exercise_that_was_not_started_says_how_to_start(course):
    with pytest.raises(WrongUsage, match=r"has not been started(.|\n)*rehydrate start 90a"):
        handed_in(course.exercise)


def test_a_single_file_may_have_any_name(course, tmp_path):
    (tmp_path / "my try.py").write_text("")
    assert handed_in(course.exercise, tmp_path / "my try.py") == {"answer.py": tmp_path / "my try.py"}


def test_a_folder_gives_the_declared_files_and_no_others(several):
    for name in ("train.py", "features.py", "conftest.py", "notes.py"):
        path = several.answer("", name)
    assert sorted(handed_in(several.exercise, path.parent)) == ["features.py", "train.py"]


def test_a_misspelt_file_is_told_its_right_name(course):
    course.answer("", "anwser.py")
    with pytest.raises(
        WrongUsage,
        match=r"There is no file .*answer\.py(.|\n)*holds anwser\.py(.|\n)*rename anwser\.py to answer\.py",
    ):
        handed_in(course.exercise)


def test_a_missing_file_is_told_what_lies_there(several):
    several.answer("", "train.py")
    with pytest.raises(WrongUsage, match=r"There is no file .*features\.py(.|\n)*holds train\.py"):
        handed_in(several.exercise)


def test_an_empty_folder_is_said_to_hold_nothing(course, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(WrongUsage, match="holds no Python file"):
        handed_in(course.exercise, tmp_path / "empty")


def test_a_path_into_nowhere_is_said_to_be_one(course, tmp_path):
    with pytest.raises(WrongUsage, match="there is no folder"):
        handed_in(course.exercise, tmp_path / "no" / "answer.py")


def test_one_file_is_not_enough_where_two_are_declared(several):
    path = several.answer("", "train.py")
    with pytest.raises(WrongUsage, match=r"needs train\.py and features\.py(.|\n)*name the folder"):
        handed_in(several.exercise, path)


def test_a_folder_named_like_the_file_is_not_the_file(course):
    (course.answer("").parent / "answer.py").unlink()
    (course.root / "answers" / course.slug / "answer.py").mkdir()
    with pytest.raises(WrongUsage, match="There is no file"):
        handed_in(course.exercise)
