"""The script that ``make`` runs first: without a dependency, without a network here."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehydrate.lab import bootstrap

SOURCE = Path(bootstrap.__file__)
COLLECTING = """\
Collecting numpy>=2 (from rehydrate==0.1.0)
  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (62 kB)
Processing ./wheels/joblib-1.6.0-py3-none-any.whl (from rehydrate==0.1.0)
Collecting rich (from rehydrate==0.1.0)
Collecting rich (from rehydrate==0.1.0)
"""
FETCHING = """\
Downloading numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl (18.2 MB)
Using cached rich-15.0.0-py3-none-any.whl (311 kB)
"""
INSTALLING = "Installing collected packages: numpy, joblib, rich, rehydrate\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a project of two files, and let no command really run."""
    (tmp_path / "pyproject.toml").write_text(
        "[project]\noptional-dependencies = {book = [], sign = []}\n", "utf-8"
    )
    (tmp_path / "constraints.txt").write_text("numpy==2.4.6\nrich==15.0.0\n", "utf-8")
    commands = []

    def note(command, env, bar, text=""):
        commands.append(command)
        bootstrap.python_of(env).parent.mkdir(exist_ok=True)
        bootstrap.python_of(env).touch()
        (env / "pyvenv.cfg").touch()

    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "run_logged", note)
    return commands


def test_it_parses_on_a_python_that_is_too_old_and_needs_the_standard_library_only():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_is_refused_with_what_why_and_fix():
    with pytest.raises(bootstrap.BootstrapError) as caught:
        bootstrap.check_python((3, 10), "/usr/bin/python3")
    first, why, fix = str(caught.value).splitlines()
    assert first == "/usr/bin/python3 is Python 3.10."
    assert why == "  why: the course needs Python 3.11 or newer."
    assert fix.startswith("  fix: ")
    assert "PYTHON=python3.1" in fix


def test_the_bar_never_goes_back_and_counts_packages():
    logs = ["", COLLECTING, COLLECTING + FETCHING, COLLECTING + FETCHING + INSTALLING]
    seen = [bootstrap.progress(log, 4, 0) for log in logs]
    seen += [bootstrap.progress(logs[-1], 4, n) for n in (1, 4)]
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert [words for _, words in seen] == [
        "collected 0 packages, fetched 0",
        "collected 3 packages, fetched 1",
        "collected 3 packages, fetched 3",
        "installed 0 of 4 packages",
        "installed 1 of 4 packages",
        "installed 4 of 4 packages",
    ]


def test_without_a_terminal_the_bar_is_a_few_plain_lines(capsys):
    bar = bootstrap.Bar("environment .venv")
    for percent in range(101):
        bar.show(percent / 100, f"installed {percent} of 100 packages")
    bar.close("ready")
    said = capsys.readouterr().out
    assert "\r" not in said
    assert "\x1b" not in said
    assert len(said.splitlines()) == 6


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        (
            "WARNING: Retrying ... NewConnectionError('...')\nERROR: No matching distribution found for pip",
            "reach",
        ),
        ("ERROR: No matching distribution found for onnx==1.23.2", "no build for this Python"),
        (
            "ERROR: Ignored the following versions that require a different python: Requires-Python >=3.12",
            "no build",
        ),
        (
            "The virtual environment was not created successfully because ensurepip is not available.",
            "without its",
        ),
        ("something else", "all that is known"),
    ],
)
def test_the_log_of_a_failure_is_turned_into_a_reason_and_a_remedy(log, why):
    reason, remedy = bootstrap.explain(log)
    assert why in reason
    assert remedy


def test_a_command_that_fails_prints_the_end_of_its_log_and_raises(tmp_path, capsys):
    program = "print('first line'); raise SystemExit('ERROR: [Errno 28] No space left on device')"
    with pytest.raises(
        bootstrap.BootstrapError, match=r"could not be made(.|\n)*disk is full(.|\n)*fix: free"
    ):
        bootstrap.run_logged([sys.executable, "-c", program], tmp_path, bootstrap.Bar("env"))
    said = capsys.readouterr()
    assert "first line" in said.err
    assert str(tmp_path / bootstrap.LOG) in said.err


def test_a_second_run_has_nothing_to_do(project, tmp_path, capsys):
    env = tmp_path / "env"
    bootstrap.prepare(env, ["book"], ["test"])
    assert len(project) == 3
    bootstrap.prepare(env, ["book"], ["test"])
    assert len(project) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "environment env  up to date"


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt", "extras", "python"])
def test_a_change_of_what_is_asked_for_is_noticed(project, tmp_path, monkeypatch, changed):
    env = tmp_path / "env"
    bootstrap.prepare(env, ["book"], [])
    before = len(project)
    if changed == "python":
        monkeypatch.setattr(sys, "version", "3.14.0 (other)")
    elif changed != "extras":
        (tmp_path / changed).write_text((tmp_path / changed).read_text("utf-8") + "\n# changed\n", "utf-8")
    bootstrap.prepare(env, ["book", "sign"] if changed == "extras" else ["book"], [])
    assert len(project) > before


def test_an_interrupted_install_leaves_no_stamp(project, tmp_path, monkeypatch):
    env = tmp_path / "env"
    bootstrap.prepare(env, ["book"], [])

    def interrupted(command, *rest):
        if "--editable" in command:
            raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "run_logged", interrupted)
    assert bootstrap.main([str(env), "--extras", "sign"]) == 130
    assert not (env / bootstrap.STAMP).exists()


def test_all_extras_are_meant_by_all_and_an_unknown_one_is_refused(project):
    assert bootstrap.resolve_extras(["all"]) == ["book", "sign"]
    with pytest.raises(
        bootstrap.BootstrapError, match=r"no extra named 'boook'(.|\n)*choose from: all, book, sign"
    ):
        bootstrap.resolve_extras(["boook"])


def test_a_folder_that_is_no_environment_is_never_emptied(project, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("years of work", "utf-8")
    with pytest.raises(bootstrap.BootstrapError, match="not empty and not a Python environment"):
        bootstrap.prepare(tmp_path / "thesis", [], [])
    assert (tmp_path / "thesis" / "chapter.txt").read_text("utf-8") == "years of work"


def test_an_environment_that_was_moved_is_made_again(tmp_path):
    made = tmp_path / "made"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
    (site,) = made.glob("[Ll]ib/**/site-packages")
    (site / "pip.py").touch()
    moved = made.rename(tmp_path / "moved")
    assert not bootstrap._works(moved)
    moved.rename(made)
    assert bootstrap._works(made)


def test_it_runs_as_a_script_and_returns_one_on_a_wrong_name():
    command = [sys.executable, str(SOURCE), os.devnull, "--extras", "nonsense"]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr.startswith("There is no extra named 'nonsense'.\n  why: ")
