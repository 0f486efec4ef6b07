"""What is published: requirements, pins, the wheel and the source distribution."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN_LINES = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
ENVIRONMENTS = [
    {
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_full_version": f"{python}.9",
        "python_version": python,
        "sys_platform": system,
        "platform_system": name,
        "os_name": os_name,
        "platform_machine": "x86_64",
    }
    for python in ("3.11", "3.12", "3.13")
    for system, (name, os_name) in SYSTEMS.items()
]
LISTS = {
    "dependencies": PROJECT["project"]["dependencies"],
    **{f"extra {name}": rows for name, rows in PROJECT["project"]["optional-dependencies"].items()},
    **{f"group {name}": rows for name, rows in PROJECT["dependency-groups"].items()},
}


def pins(name, environment):
    """Return the pins of a package that apply in an environment."""
    known = [Requirement(line) for line in PIN_LINES]
    return [pin for pin in known if canonical(pin.name) == canonical(name) and applies(pin, environment)]


def canonical(name):
    return name.lower().replace("_", "-").replace(".", "-")


def applies(requirement, environment):
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("place", LISTS)
def test_every_requirement_has_one_pin_that_satisfies_it(place):
    for row in LISTS[place]:
        wanted = Requirement(row)
        for environment in ENVIRONMENTS:
            if applies(wanted, environment):
                found = pins(wanted.name, environment)
                assert len(found) == 1, f"{row}: {len(found)} pins for {environment}"
                (version,) = found[0].specifier
                assert wanted.specifier.contains(version.version), f"{row} is pinned to {version.version}"


@pytest.mark.parametrize("line", PIN_LINES)
def test_a_pin_is_a_name_a_version_and_perhaps_a_marker(line):
    pin = Requirement(line)
    (version,) = pin.specifier
    assert version.operator == "=="
    assert not version.version.endswith("*")
    assert pin.url is None
    assert not pin.extras
    assert not any(sign in line for sign in ("/", "\\", "@", "--", "+"))


def test_numpy_is_pinned_by_python_version():
    versions = {str(pins("numpy", environment)[0].specifier) for environment in ENVIRONMENTS}
    assert len(versions) == 2


def test_protobuf_stays_below_seven():
    for environment in ENVIRONMENTS:
        assert Requirement("protobuf<7").specifier.contains(
            str(pins("protobuf", environment)[0].specifier)[2:]
        )


def test_every_promised_extra_and_group_exists():
    extras = {"book", "boosters", "dask", "evaluate", "formats"}
    extras |= {"remote", "serve", "sign", "tensorflow", "torch"}
    assert extras == set(PROJECT["project"]["optional-dependencies"])
    assert {"test", "dev"} == set(PROJECT["dependency-groups"])
    assert PROJECT["project"]["license"] == "BSD-3-Clause AND CC-BY-4.0"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_file_that_a_front_page_links_to_exists(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("command", ["check 02a --file ", "doctor tests/"])
def test_the_message_in_the_readme_is_what_the_command_says(command):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (command, shown) = re.search(rf"\$ rehydrate ({command}.+)\n([^`]+)```", text).groups()
    environment = {**os.environ, "COLUMNS": "100"}
    said = subprocess.run(
        [sys.executable, "-m", "rehydrate", *command.split()],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert said.stdout.strip() == shown.strip()


# The built packages


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the source distribution, and the wheel out of it alone: what it left out, the wheel lacks."""
    folder = tmp_path_factory.mktemp("dist")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*hatchling, "-t", "sdist"], cwd=ROOT, check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    subprocess.run([*hatchling, "-t", "wheel"], cwd=unpacked, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return unpacked, wheel


def course_files(*parts, suffixes=(".py", ".md", ".toml")):
    for part in parts:
        for path in sorted((ROOT / part).rglob("*")):
            if path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def test_the_wheel_carries_the_package_and_the_course(built):
    names = set(zipfile.ZipFile(built[1]).namelist())
    package = {path.removeprefix("src/") for path in course_files("src/rehydrate")}
    course = course_files("exercises", "solutions", "lessons", "book/quizzes")
    chapters = {path.relative_to(ROOT).as_posix() for path in (ROOT / "book").glob("*.md")}
    assert package <= names
    assert {f"rehydrate/_course/{path}" for path in {*course, *chapters}} <= names


def test_the_wheel_carries_no_rubbish_and_no_tests(built):
    names = zipfile.ZipFile(built[1]).namelist()
    assert not [name for name in names if "__pycache__" in name or "/." in name or name.startswith("tests")]
    assert not [
        name for name in names if name.split("/")[0] not in ("rehydrate", "rehydrate-0.1.0.dist-info")
    ]


def test_the_source_distribution_holds_all_that_a_clone_needs(built):
    unpacked = built[0]
    for name in (
        "Makefile",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "LICENSE-text",
        ".ci/run",
    ):
        assert (unpacked / name).exists(), name
    for name in course_files("src", "tests", "exercises", "solutions", "lessons", "book"):
        assert (unpacked / name).exists(), name
    assert not (unpacked / "answers").exists()


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """Install the wheel into an environment of its own, which sees our dependencies but not our checkout."""
    env = tmp_path_factory.mktemp("installed") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(env)], check=True)
    scripts = env / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", str(scripts / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(built[1])], check=True, capture_output=True)
    (site,) = env.glob("[Ll]ib/**/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


def run(installed, *command, cwd):
    """Run a command of the installed package as a learner would."""
    ours = ("REHYDRATE", "PYTEST", "PYTHON", "COV")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = f"{installed}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        [installed / "rehydrate", *command],
        cwd=cwd,
        env={**environment, "PATH": path, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
    )


@pytest.fixture(scope="module")
def course(installed, tmp_path_factory):
    """Make a course folder with the installed package."""
    folder = tmp_path_factory.mktemp("learner")
    answer = run(installed, "init", "my-course", cwd=folder)
    assert answer.returncode == 0, answer.stderr
    assert "rehydrate start 00a" in answer.stdout
    return folder / "my-course"


def test_a_learner_without_a_clone_can_solve_the_first_exercise(installed, course):
    started = run(installed, "start", "00a", cwd=course)
    assert started.returncode == 0, started.stderr
    untouched = run(installed, "check", "00a", cwd=course)
    assert "NOT STARTED" in untouched.stdout
    assert untouched.returncode == 1
    (answer,) = (course / "answers").glob("00a_*/answer.py")
    (solution,) = (ROOT / "solutions").glob("00a_*/solution.py")
    shutil.copyfile(solution, answer)
    passed = run(installed, "check", "00a", cwd=course)
    assert "PASSED" in passed.stdout, passed.stdout + passed.stderr
    assert passed.returncode == 0


def test_the_board_of_a_new_course_names_the_next_command(installed, course):
    board = run(installed, cwd=course)
    assert board.returncode == 0, board.stderr
    assert "next: rehydrate" in board.stdout


def test_an_installed_package_finds_no_solution_in_the_course_folder(course):
    holds = {path.relative_to(course).parts[0] for path in course.rglob("*")}
    assert holds == {"README.md", ".gitignore", "answers", "book", "exercises", "lessons"}
