"""The quiz: its files are checked when read, and its questions come when they are due."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import typer
from typer.testing import CliRunner

from rehydrate.cli import quiz as command
from rehydrate.errors import CourseError, WrongUsage
from rehydrate.lab import quiz
from rehydrate.lab.quiz import Item, Option
from rehydrate.lab.workspace import Workspace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CHOICE = """
[[item]]
id = "02-a"
topic = "round trip"
question = "Which?"
[[item.option]]
text = "this"
correct = true
feedback = "It is."
[[item.option]]
text = "that"
feedback = "A belief."
"""
NUMBER = """
[[item]]
id = "02-b"
topic = "numbers"
question = "How many?"
program = "print(2 + 2)"
tolerance = 0.5
feedback = "Two and two."
"""


def item(name, topic):
    return Item(name, topic, "?", (Option("yes", "so it is", True), Option("no", "not so")))


def answered(name, when, *, correct):
    return {"time": when.isoformat(), "event": "quiz", "item": name, "correct": correct}


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one exercise and one quiz, in which the test stands."""
    for name in ("book/quizzes", "exercises/00a_x"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "exercises/00a_x/exercise.toml").write_text("")
    (tmp_path / "book/quizzes/02.toml").write_text(CHOICE + NUMBER)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REHYDRATE_COURSE", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(course, monkeypatch):
    """Call the command; text given as `typed` stands for a terminal."""
    app = typer.Typer()
    app.command()(command.quiz)
    Workspace(course).record(event="attempt", exercise="02a")

    def call(*arguments, typed=None):
        monkeypatch.setattr(command, "_interactive", lambda: typed is not None)
        return CliRunner().invoke(app, list(arguments), input=typed)

    return call


def test_a_quiz_file_is_read_into_items(course):
    choice, number = quiz.load(course / "book/quizzes/02.toml")
    assert choice.right.text == "this" and choice.chapter == 2
    assert number.program and number.tolerance == 0.5 and not number.options


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("item = 3", "not iterable"),
        ("", "'item' is missing"),
        (CHOICE.replace("correct = true", ""), "02-a needs exactly one correct option"),
        (CHOICE.replace('"A belief."', '""'), "02-a has an option without text or feedback"),
        (CHOICE.replace("topic", "topik"), "topik"),
        (NUMBER.replace("Two and two.", ""), "02-b needs feedback"),
        (NUMBER.replace("program", "# program"), "02-b needs either options or a program"),
        (CHOICE.replace("02-a", "xx"), "starts with the chapter's number"),
        (CHOICE.replace("02-a", "03-a"), "an id in this file starts with 02-"),
    ],
)
def test_a_wrong_file_is_refused_with_the_item_and_the_field(tmp_path, text, words):
    path = tmp_path / "02.toml"
    path.write_text(text)
    with pytest.raises(CourseError) as error:
        quiz.load(path)
    assert words in str(error.value) and "02.toml" in str(error.value)


def test_an_id_used_twice_is_refused(course):
    (course / "book/quizzes/02.toml").write_text(CHOICE + CHOICE)
    with pytest.raises(CourseError, match="02-a"):
        quiz.load_all()


def test_the_order_of_options_is_stable_and_does_not_give_the_answer_away():
    items = [item(f"02-{number}", "t") for number in range(40)]
    assert [each.lettered for each in items] == [each.lettered for each in items]
    n_first = sum(each.lettered["A"].correct for each in items)
    assert 5 < n_first < 35


def test_a_program_is_run_and_its_number_read(course):
    assert quiz.run_program(quiz.load(course / "book/quizzes/02.toml")[1]) == 4.0


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("print('four')", "printed no number"),
        ("import sys; print(4); print('careful', file=sys.stderr)", "careful"),
    ],
)
def test_a_program_that_fails_or_prints_no_number_is_a_fault_of_the_course(program, words):
    with pytest.raises(CourseError, match=words):
        quiz.run_program(Item("02-x", "t", "?", program=program, feedback="f"))


def test_unseen_questions_come_in_teaching_order_with_topics_taking_turns():
    items = [item("01-a", "p"), item("01-b", "p"), item("01-c", "q"), item("02-a", "r")]
    assert [each.id for each in quiz.due(items, [], NOON)] == ["01-a", "01-c", "01-b", "02-a"]


def test_a_right_answer_rests_and_a_wrong_one_returns_first():
    items = [item("01-a", "p"), item("01-b", "q"), item("01-c", "r")]
    answers = [answered("01-a", NOON, correct=True), answered("01-b", NOON, correct=False)]
    soon = NOON + timedelta(hours=1)
    assert [each.id for each in quiz.due(items, answers, soon)] == ["01-b", "01-c"]
    tomorrow = NOON + timedelta(days=1)
    assert [each.id for each in quiz.due(items, answers, tomorrow)] == ["01-b", "01-a", "01-c"]


def test_repeating_before_the_day_does_not_count():
    items = [item("01-a", "p")]
    answers = [answered("01-a", NOON + timedelta(minutes=n), correct=True) for n in range(5)]
    assert quiz.remembered(items, answers)["p"].box == 1


def test_each_right_answer_on_its_day_waits_longer_and_the_last_box_is_not_left():
    items, when, answers, waits = [item("01-a", "p")], NOON, [], []
    for _ in range(7):
        answers.append(answered("01-a", when, correct=True))
        due = quiz.remembered(items, answers)["p"].due
        waits.append((due - when).days)
        when = due
    assert waits == [1, 3, 7, 14, 30, 30, 30]


def test_old_topics_of_all_chapters_take_turns():
    items = [item("01-a", "p"), item("01-b", "p"), item("02-a", "q")]
    answers = [answered("01-a", NOON, correct=False), answered("02-a", NOON, correct=False)]
    assert [each.id for each in quiz.due(items, answers, NOON)] == ["01-b", "02-a", "01-a"]


def test_without_a_chapter_only_chapters_that_were_reached_are_asked(run, course):
    assert quiz.reached([{"exercise": "01b"}, {"item": "02-a"}, {"event": "other"}]) == 2
    (course / "book/quizzes/03.toml").write_text(CHOICE.replace("02-a", "03-a"))
    assert "03-a" not in run("--list").output
    Workspace(course).record(event="attempt", exercise="03a")
    assert "03-a" in run("--list").output


def test_within_a_topic_the_question_asked_least_recently_comes_first():
    items = [item("01-a", "p"), item("01-b", "p")]
    answers = [answered("01-a", NOON, correct=False)]
    assert [each.id for each in quiz.due(items, answers, NOON)] == ["01-b", "01-a"]


def test_answers_to_unknown_items_are_ignored():
    assert quiz.remembered([item("01-a", "p")], [answered("99-z", NOON, correct=True)]) == {}


def test_without_a_terminal_the_due_items_are_listed(run):
    result = run()
    assert result.exit_code == 0
    assert "02-a   chapter 2, round trip" in result.output and "2 due" in result.output


def test_json_lists_the_due_items_without_their_answers(run):
    document = json.loads(run("--json").output)
    assert document["due"][0] == {"id": "02-a", "chapter": 2, "topic": "round trip"}


def test_a_right_and_a_wrong_answer_are_explained_and_recorded(run, course):
    letters = {option.text: letter for letter, option in quiz.load_all()[0].lettered.items()}
    result = run(typed=f"Z\n{letters['that']}\n4.2\n")
    assert result.exit_code == 0
    for words in (
        "'Z' is none of them",
        "Not this one. A belief.",
        "What is true: this",
        "It printed 4",
        "1 of 2 right",
    ):
        assert words in result.output
    log = Workspace(course).events(event="quiz")
    assert [(row["item"], row["correct"]) for row in log] == [("02-a", False), ("02-b", True)]


def test_stopping_keeps_the_answers_so_far(run, course):
    letters = {option.text: letter for letter, option in quiz.load_all()[0].lettered.items()}
    result = run(typed=f"{letters['this']}\n")
    assert result.exit_code == 0 and "1 of 1 right" in result.output
    assert len(Workspace(course).events(event="quiz")) == 1


def test_when_nothing_is_due_it_says_when_and_again_asks_anyway(run, course):
    for name in ("02-a", "02-b"):
        Workspace(course).record(event="quiz", item=name, correct=True)
    assert "Nothing is due before" in run(typed="").output
    assert "2 due" in run("--again").output


def test_an_unknown_chapter_is_refused_with_the_ones_there_are(run):
    result = run("7")
    assert isinstance(result.exception, WrongUsage)
    assert "the chapters with a quiz are 2" in str(result.exception)
