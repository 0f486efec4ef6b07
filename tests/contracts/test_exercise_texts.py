"""What a learner opens before solving: complete, safe to open, and never the answer."""

import ast
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from sklearn.datasets import load_iris

from rehydrate.lab.catalog import exercises
from rehydrate.lab.engine.listing import check_names
from rehydrate.lab.feedback import catalogue
from rehydrate.lab.feedback.judge import judge
from rehydrate.lab.feedback.verdict import Outcome

ALL = exercises()
ROOT = ALL[0].folder.parents[1]
EACH = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.id)


def readme(exercise):
    return (exercise.folder / "README.md").read_text(encoding="utf-8")


@EACH
def test_the_task_says_when_it_is_done_what_it_needs_and_how_long_it_takes(exercise):
    text = readme(exercise)
    for part in (f"**Done when** `rehydrate check {exercise.id}` says PASSED", "**You need**", "**Time**"):
        assert part in text
    (minutes,) = re.findall(r"\*\*Time\*\*\s+(?:about\s+)?(\d+) minutes", text)
    assert int(minutes) == exercise.minutes
    assert text.startswith("# ")
    assert exercise.title in text.splitlines()[0]
    assert len(text.split()) < 450, "half a page"


@EACH
def test_every_link_of_the_task_leads_somewhere(exercise):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", readme(exercise))
    assert targets
    assert not [target for target in targets if not (exercise.folder / target).exists()]
    assert not [target for target in targets if "solutions" in target]


@EACH
def test_the_description_is_within_bounds(exercise):
    ids = {other.id for other in ALL}
    assert exercise.minutes > 0
    assert exercise.seconds > 0
    assert 1 <= exercise.stars <= 5
    assert set(exercise.requires) <= ids - {exercise.id}
    assert all(other < exercise.id for other in exercise.requires)
    assert all(1 <= number <= 60 for number in exercise.interview)
    assert all(points > 0 for points in exercise.points.values())
    assert list(exercise.points) == check_names(exercise)


@EACH
def test_the_place_to_look_at_exists(exercise):
    places = {exercise.look_at, *(m.look_at for m in catalogue.misconceptions(exercise).values())} - {""}
    for place in places:
        number, heading = re.fullmatch(r'chapter (\d+), "(.+)"', place).groups()
        pages = (ROOT / "book").glob(f"{int(number):02d}_*.md")
        text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert heading in [text.strip() for text in headings], place


@EACH
def test_the_starter_is_not_started(exercise):
    files = {name: exercise.starter(name) for name in exercise.files}
    assert judge(exercise, files).outcome is Outcome.NOT_STARTED
    if exercise.kind != "fix":
        text = "".join(path.read_text(encoding="utf-8") for path in files.values())
        assert "return None" not in text
        assert exercise.kind in ("predict", "order") or 'raise NotImplementedError("TODO: ' in text


@EACH
def test_the_starter_can_be_imported_and_documents_its_functions(exercise):
    for name in exercise.files:
        tree = ast.parse(exercise.starter(name).read_text(encoding="utf-8"))
        assert ast.get_docstring(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{name}: {node.name}"


def check_files(exercise):
    return [
        path
        for path in (exercise.folder / "test_exercise.py", exercise.solutions / "test_hidden.py")
        if path.exists()
    ]


@EACH
def test_checks_import_neither_answer_nor_solution(exercise):
    ours = {Path(name).stem for name in exercise.files} | {
        "solution",
        "solutions",
        "exercises",
        "starter",
        "probes",
    }
    for path in check_files(exercise):
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                imported.add(node.module.split(".")[0])
        assert not imported & ours
        others = imported - sys.stdlib_module_names
        assert others <= {"joblib", "numpy", "pandas", "pytest", "rehydrate", "sklearn"}


@EACH
def test_every_check_says_what_it_tries_and_what_a_failure_means(exercise):
    tree = ast.parse((exercise.folder / "test_exercise.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            tried, _, meaning = (ast.get_docstring(node) or "").partition("\n\n")
            assert tried, node.name
            assert meaning, f"{node.name} does not say what a failure means"
            assert len(meaning.split()) <= 60, node.name


@EACH
def test_nothing_before_solving_holds_the_solution(exercise):
    """No function of the reference, and none of its longer lines, is in the learner's tree."""
    given = "\n".join(
        path.read_text(encoding="utf-8")
        for path in exercise.folder.rglob("*")
        if path.suffix in (".py", ".md", ".toml")
    )
    known = {" ".join(line.split()) for line in given.splitlines()}
    for name, path in catalogue.reference(exercise).items():
        starter = exercise.starter(name).read_text(encoding="utf-8")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                body = [ast.unparse(line) for line in node.body if not isinstance(line, ast.Expr)]
                told = [
                    line
                    for line in body
                    if len(line) > 40 and " ".join(line.split()) in known - set(starter.splitlines())
                ]
                assert len(told) < max(1, len(body)), f"{node.name}: {told}"
    assert "Misconception:" not in given
    assert not list(exercise.folder.glob("*solution*"))


@EACH
def test_every_misconception_is_explained_in_few_words_without_code_of_the_solution(exercise):
    for known in catalogue.misconceptions(exercise).values():
        assert len(known.meaning.split()) <= 60, known.id
        assert "```" not in known.meaning
        assert all(hint.strip() for hint in known.hints)


def test_what_02b_tells_of_its_starter_is_so(tmp_path):
    exercise = next(each for each in exercises() if each.id == "02b")
    starter = ModuleType("starter")
    exec(exercise.starter("answer.py").read_text(encoding="utf-8"), vars(starter))
    X, y = load_iris(return_X_y=True)
    reported = starter.train(X, y, tmp_path / "flowers.joblib")
    reached = (starter.predict(tmp_path / "flowers.joblib", X) == y).mean()
    told = " ".join((exercise.folder / "README.md").read_text(encoding="utf-8").split())
    assert f"reports an accuracy of {reported:.2f}" in told
    assert "gets about a third of them right" in told and abs(reached - 1 / 3) < 0.05
