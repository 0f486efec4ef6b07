"""Every lesson runs as a program and as a notebook, quietly, and leaves nothing behind."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.py"))
EACH = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


def files_below(folder):
    return {path for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_there_are_lessons():
    assert LESSONS


@EACH
def test_a_lesson_runs_from_an_empty_folder_and_leaves_it_empty(lesson, tmp_path):
    before = files_below(lesson.parent)
    here, scratch = tmp_path / "here", tmp_path / "scratch"
    here.mkdir()
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", lesson],
        cwd=here,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(scratch)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(here.iterdir()) == []
    assert list(scratch.iterdir()) == []
    assert files_below(lesson.parent) == before


@EACH
def test_a_lesson_runs_as_a_notebook(lesson, tmp_path, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    notebook = jupytext.read(lesson)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert list(tmp_path.iterdir()) == []


@EACH
def test_a_lesson_starts_with_what_it_teaches_and_ends_with_what_comes_next(lesson):
    cells = jupytext.read(lesson).cells
    first, last = cells[0], cells[-1]
    assert (first.cell_type, last.cell_type) == ("markdown", "markdown")
    assert first.source.startswith("# ")
    assert "After this you can" in first.source
    assert "minutes" in first.source
    assert "you can now do" in last.source
    assert "exercises/" in last.source


@EACH
def test_a_lesson_keeps_its_cells_short_and_its_numbers_checked(lesson):
    cells = [cell.source for cell in jupytext.read(lesson).cells if cell.cell_type == "code"]
    sizes = sorted(len([line for line in source.splitlines() if line.strip()]) for source in cells)
    assert sizes[-1] <= 25, "a cell fits on a screen"
    assert sizes[len(sizes) // 2] <= 10, "most cells take ten lines or fewer"
    assert any(
        isinstance(node, ast.Assert) for node in ast.walk(ast.parse(lesson.read_text(encoding="utf-8")))
    )
