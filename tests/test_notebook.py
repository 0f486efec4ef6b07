"""The checker in a notebook: the same verdict, as HTML, from a process of its own."""

import os
import re
import sys
from html.parser import HTMLParser

import pytest

from rehydrate.errors import CourseError, WrongUsage
from rehydrate.lab import check, hint
from rehydrate.lab.feedback import message
from rehydrate.lab.notebook import Said, answer

RIGHT = "def double(n):\n    return 2 * n\n"
WRONG = "def double(n):\n    return 4\n"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setenv("REHYDRATE_FRESH", "1")


class Reader(HTMLParser):
    """Collects what a reader of the page reads, and checks that what is opened is closed."""

    def __init__(self, page):
        super().__init__()
        self.open, self.words = [], []
        self.feed(page)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.words += text.split()


def words_of(said):
    return " ".join(Reader(said._repr_html_()).words)


def test_a_notebook_in_jupyter_shows_the_outcome_as_html(course, tmp_path, monkeypatch):
    """A kernel runs the cells: a wrong answer, a hint, a right answer, and what a plain print shows."""
    import nbformat
    from nbclient import NotebookClient

    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    cells = [
        "from rehydrate.lab import check, hint\n%load_ext rehydrate.lab",
        f"%%answer 90a\n{WRONG}",
        'hint("90a")',
        f"%%answer 90a\n{RIGHT}",
        'print(check("90a"))',
        'check("90z")',
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    notebook.cells[-1].metadata["tags"] = ["raises-exception"]
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": course.root}}).execute()
    _, wrong, hinted, right, printed, unknown = (cell.outputs for cell in notebook.cells)
    for (output,), expected in (
        (wrong, "NOT YET (check 2 of 2)"),
        (hinted, "hint 1 of 3: Four of what?"),
        (right, "PASSED (2 checks)"),
    ):
        said = " ".join(Reader(output["data"]["text/html"]).words)
        assert expected in said
        assert expected.replace(" (", "   (") in output["data"]["text/plain"]
    assert "PASSED   (2 checks)" in printed[0]["text"]
    assert (unknown[0]["ename"], "There is no exercise" in unknown[0]["evalue"]) == ("WrongUsage", True)


def test_the_page_has_the_parts_of_the_terminals_message_in_its_order(course):
    course.answer(WRONG)
    said = check("90a")
    assert [label for label, _ in said.parts] == ["tried", "observed", "meaning", "look at", "next"]
    assert dict(said.parts)["next"] == 'hint("90a")'
    read = words_of(said)
    places = [read.index(f" {label} ") for label, _ in said.parts]
    assert places == sorted(places)
    assert read.startswith("90a Double it NOT YET (check 2 of 2)")
    assert "does not depend on the number" in read


def test_at_a_prompt_it_reads_as_in_the_terminal(course, rehydrate):
    course.answer(RIGHT)
    there = rehydrate("check", "90a").out.splitlines()
    here = repr(check("90a")).splitlines()
    assert here[0] == there[0]
    assert len(here[0]) == message.WIDTH
    assert [line[:10] for line in here] == [line[:10] for line in there]


def test_whatever_comes_from_the_learner_is_escaped(course):
    course.answer("def double(n):\n    raise ValueError('<script>alert(1)</script> & <b>')\n")
    page = check("90a")._repr_html_()
    assert "<script" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in page
    page = Said("<i>", "<i>", "<i>", (("<i>", "<i>"),))._repr_html_()
    assert "<i>" not in page
    assert page.count("&lt;i&gt;") == 5


def test_nothing_is_said_by_colour_and_the_page_takes_on_the_notebooks_own(course):
    said = Said("90a", "PASSED", "2 checks", (("next", "go on"),))
    styles = re.findall(r'style="([^"]*)"', said._repr_html_())
    colours = re.findall(r"(?:^|;)(color|background)[^:]*:([^;]+)", ";".join(styles))
    assert set(colours) == {("color", "inherit"), ("background", "none")}
    assert "PASSED" in words_of(said)


def test_the_learners_code_never_runs_in_the_notebooks_process(course, tmp_path):
    course.answer(f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n{RIGHT}")
    assert check("90a").outcome == "PASSED"
    assert int((tmp_path / "pid").read_text()) != os.getpid()
    assert "answer" not in sys.modules


def test_a_name_from_another_cell_is_not_in_the_answer(course, monkeypatch):
    monkeypatch.setattr("builtins.factor", 2, raising=False)
    said = answer("90a", "def double(n):\n    return factor * n\n")
    assert said.outcome == "NOT YET"
    assert "NameError" in dict(said.parts)["observed"]


def test_attempts_from_a_notebook_are_logged_and_lead_to_the_next_hint(course):
    for number, words in ((1, "Four of what?"), (2, "Read the argument.")):
        answer("90a", WRONG + "#" * number)
        assert f"hint {number} of 3: {words}" in repr(hint("90a"))
    assert 'The next hint comes after another attempt: check("90a")' in repr(hint("90a"))
    answer("90a", RIGHT)
    assert "You have passed" in words_of(hint("90a"))


def test_what_was_written_elsewhere_is_kept_before_a_cell_replaces_it(course):
    path = course.answer("written = 'in an editor'\n")
    kept = course.root / "answers" / "kept"
    answer("90a", WRONG)
    answer("90a", RIGHT)
    assert path.read_text() == RIGHT
    assert [copy.read_text() for copy in kept.glob("*/answer.py")] == ["written = 'in an editor'\n"]
    assert [found.name for found in path.parent.iterdir()] == ["answer.py"]


def test_a_cell_of_an_exercise_of_several_files_has_to_say_which(course):
    toml = course.exercises / "exercise.toml"
    toml.write_text('files = ["one.py", "two.py"]\n' + toml.read_text())
    (course.exercises / "starter").mkdir()
    for name in ("one.py", "two.py"):
        (course.exercises / "starter" / name).write_text("")
    for line in ("90a", "90a three.py", "90a one.py two.py"):
        with pytest.raises(WrongUsage, match=r"one\.py and two\.py"):
            answer(line, RIGHT)
    assert answer("90a one.py", RIGHT).outcome == "PASSED"


def test_what_is_not_there_is_said_in_an_exception_with_a_way_out(course):
    with pytest.raises(WrongUsage, match="rehydrate start 90a"):
        check("90a")
    with pytest.raises(WrongUsage, match="hints answer an attempt"):
        hint("90a")
    with pytest.raises(WrongUsage, match="no exercise '91a'"):
        answer("91a", RIGHT)


def test_a_checker_that_does_not_answer_is_no_verdict(course, monkeypatch):
    course.answer(RIGHT)
    monkeypatch.setenv("PYTHONHOME", "/nowhere")  # with which no Python starts
    with pytest.raises(CourseError, match="gave no verdict on 90a"):
        check("90a")
