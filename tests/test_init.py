"""``rehydrate init``: a course folder that is whole or not there, and holds no solutions."""

import re
import shutil
import tokenize
from pathlib import Path

import pytest

from rehydrate.cli.init import init
from rehydrate.errors import WorkspaceError, WrongUsage
from rehydrate.lab import newcourse
from rehydrate.lab.catalog import course_root, exercises
from rehydrate.lab.workspace import Workspace


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return newcourse.create(tmp_path_factory.mktemp("place") / "my-course")


def test_the_folder_is_a_course(course):
    assert Workspace.find(course).root == course
    assert {path.name for path in (course / "exercises").iterdir()} == {e.slug for e in exercises()}
    assert (course / "answers").is_dir()
    assert list((course / "lessons").glob("*.py"))


def test_the_readme_starts_with_the_first_exercise(course):
    readme = (course / "README.md").read_text(encoding="utf-8")
    assert f"rehydrate start {exercises()[0].id}" in readme
    for name in re.findall(r"`(\w+)/`", readme):
        assert (course / name).is_dir()


def test_every_exercise_can_be_started_there(course):
    for exercise in exercises():
        assert Workspace(course).start(exercise)
    shutil.rmtree(course / "answers")
    (course / "answers").mkdir()


def test_no_file_of_the_solutions_and_no_text_of_one_is_there(course):
    texts = [path.read_text("utf-8", errors="replace") for path in course.rglob("*") if path.is_file()]
    assert not [path for path in course.rglob("*") if "solution" in path.name]
    for secret in course_root().glob("solutions/*/*.*"):
        text = secret.read_text(encoding="utf-8").strip()
        assert not [known for known in texts if text in known and not is_starter(text)], secret
    assert not [text for text in texts if "Misconception:" in text]


def is_starter(text):
    """Say whether a wrong answer is the starter of its exercise, as in FIX exercises: that is no secret."""
    starters = course_root().glob("exercises/*/starter*")
    return text in {path.read_text(encoding="utf-8").strip() for path in starters if path.is_file()}


def test_no_quiz_with_its_answers_is_there(course):
    assert not list(course.rglob("*.toml")) or all(p.name == "exercise.toml" for p in course.rglob("*.toml"))


def words_of(program):
    """Return a program's comments and texts: in its code, table[name](path) is no link."""
    with tokenize.open(program) as file:
        tokens = list(tokenize.generate_tokens(file.readline))
    return "\n".join(each.string for each in tokens if each.type in (tokenize.COMMENT, tokenize.STRING))


def test_every_link_between_the_files_leads_somewhere(course):
    dead = []
    for page in [*course.rglob("*.md"), *course.rglob("*.py")]:
        text = words_of(page) if page.suffix == ".py" else page.read_text(encoding="utf-8")
        text = re.sub(r"\n#? *", " ", text)  # a link may be wrapped, in a lesson inside a comment
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text):
            if not (page.parent / target).exists():
                dead.append(f"{page.relative_to(course)} -> {target}")
    assert not dead, "\n".join(dead)


def test_a_folder_with_files_is_refused_and_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUsage, match=r"not an empty folder(.|\n)*fix: name a new folder: rehydrate init"):
        newcourse.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_of_that_name_is_refused(tmp_path):
    (tmp_path / "course").write_text("mine", encoding="utf-8")
    with pytest.raises(WrongUsage, match="not an empty folder"):
        newcourse.create(tmp_path / "course")


def test_an_empty_folder_is_filled_in_place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    newcourse.create(Path())
    assert Workspace.find().root == tmp_path


@pytest.mark.parametrize("exists", [False, True])
def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch, exists):
    def full(source, target):
        if target.suffix == ".toml":
            raise OSError(28, "No space left on device")
        target.write_bytes(source.read_bytes())

    if exists:
        (tmp_path / "course").mkdir()
    monkeypatch.setattr(newcourse.shutil, "copyfile", full)
    with pytest.raises(WorkspaceError, match="No space left on device"):
        newcourse.create(tmp_path / "course")
    assert [path.name for path in tmp_path.rglob("*")] == ["course"] * exists


def test_the_command_names_the_next_one(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    init(Path("my-course"))
    said = capsys.readouterr().out
    assert "Your course is in my-course" in said
    assert f"next: cd my-course, then rehydrate start {exercises()[0].id}" in said
