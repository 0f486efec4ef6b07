"""Who may import whom: the table of the design, held against every import that the sources spell out."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "rehydrate").rglob("*.py"))
OUTSIDE = sorted(
    path for room in ("exercises", "lessons", "solutions") for path in (ROOT / room).rglob("*.py")
)

FIRST = {"errors", "formats"}
ROOMS = {*FIRST, "inspector", "diagnose", "store", "evaluate", "advise"}
MAY_IMPORT = {
    "errors": set(),
    "formats": {"errors"},
    "inspector": {"errors"},
    "diagnose": {"errors", "inspector"},
    "store": FIRST,
    "evaluate": FIRST,
    "advise": FIRST,
    "migrate": {*ROOMS, "_migrate_export"},
    "_migrate_export": set(),  # runs where nothing of ours is installed
    "serve": ROOMS,
    "lab": {"errors"},  # and the store's atomic write, once there is a store
    "cli": {*ROOMS, "migrate", "serve", "lab"},
    "__main__": {"cli"},  # for ``python -m rehydrate``
}
# Finer rules: (a part, what it never imports, unless it is this).
NEVER = [
    ("lab.engine", "lab.classroom", None),
    ("lab.reports", "lab", "lab.engine.result"),
    ("lab.bootstrap", "", None),
]


def imports(module, source):
    """Return the absolute names that a module imports; what comes from a package counts as its part."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*package, *([node.module] if node.module else [])])
            found.update(f"{origin}.{alias.name}" for alias in node.names)
    return found


def inside(name, part):
    """Say whether a name is a part or lies in it; everything lies in ``""``."""
    return not part or name == part or name.startswith(f"{part}.")


def violations(module, source):
    """Return a sentence for each import that breaks the table."""
    me = module.removeprefix("rehydrate.")
    room = me.split(".")[0]
    broken = []
    for name in sorted(imports(module, source)):
        if not name.startswith("rehydrate."):
            continue
        other = name.removeprefix("rehydrate.")
        known = other.split(".")[0] in MAY_IMPORT
        allowed = MAY_IMPORT.get(room, set()) | {room}
        if known and other.split(".")[0] not in allowed:
            broken.append(f"{module} imports {name}; {room} may import {', '.join(sorted(allowed))}")
        for part, never, unless in NEVER:
            own = inside(other, part) or (unless is not None and inside(other, unless))
            if inside(me, part) and inside(other, never) and not own:
                broken.append(f"{module} imports {name}; {part} never does")
    return broken


def name_of(path):
    """Return a source file's module name; a package is named like its ``__init__``, so that dots resolve."""
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


def test_every_import_keeps_to_the_table():
    broken = [
        line for path in SOURCES for line in violations(name_of(path), path.read_text(encoding="utf-8"))
    ]
    assert not broken, "\n".join(broken)


def test_every_part_has_a_row_in_the_table():
    parts = {path.relative_to(ROOT / "src" / "rehydrate").parts[0].removesuffix(".py") for path in SOURCES}
    assert parts - {"__init__"} <= set(MAY_IMPORT)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rehydrate.errors", "import rehydrate.lab.catalog"),
        ("rehydrate.lab.quiz", "from rehydrate.cli._shared import board"),
        ("rehydrate.lab.quiz", "from rehydrate import cli"),
        ("rehydrate.lab.quiz", "def late():\n    from ..cli import _shared"),
        ("rehydrate.lab.quiz", "from rehydrate.store import Store"),
        ("rehydrate.lab.engine.run", "from rehydrate.lab.classroom import collect"),
        ("rehydrate.lab.engine.run", "from .. import classroom"),
        ("rehydrate.lab.reports.junit", "from rehydrate.lab.catalog import find"),
        ("rehydrate.lab.bootstrap", "from rehydrate.errors import RehydrateError"),
        ("rehydrate.formats.joblib_file", "from rehydrate.store import Store"),
        ("rehydrate.__init__", "from rehydrate.lab import catalog"),
    ],
)
def test_a_planted_violation_is_found(module, line):
    assert violations(module, line)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("rehydrate.lab.quiz", "from rehydrate.errors import CourseError\nimport json"),
        ("rehydrate.lab.engine.__init__", "from .result import Result"),
        ("rehydrate.lab.reports.junit", "from rehydrate.lab.engine.result import Result"),
        ("rehydrate.cli.check", "from rehydrate.lab.catalog import find"),
        ("rehydrate.store.disk", "from rehydrate.formats import available"),
        ("rehydrate.lab.book", "from rehydrate import __version__"),
    ],
)
def test_a_permitted_import_passes(module, line):
    assert violations(module, line) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_is_one_room_and_has_a_telling_name(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 350
    assert path.stem not in ("utils", "core")


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_course_material_imports_public_names_and_no_solution(path):
    names = imports("course", path.read_text(encoding="utf-8"))
    assert not [name for name in names if name.split(".")[0] == "solutions"]
    assert not [name for name in names if name.startswith("rehydrate.") and "._" in name.replace(".__", ".")]
