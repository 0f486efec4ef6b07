"""The reference implementation stays small enough to be taught line by line."""

import ast
import io
import tokenize
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "rehydrate"
ROOMS = (
    "formats",
    "store",
    "inspector",
    "diagnose",
    "evaluate",
    "advise.py",
    "migrate.py",
    "_migrate_export.py",
)
MOST_LINES = 5650  # a ratchet: 3,000 was the aim; lower it whenever something goes
SILENT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def code_lines(source):
    """Return the numbers of the lines that hold code: no blank line, no comment, no docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {
        n for token in tokens if token.type not in SILENT for n in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            lines -= set(range(node.lineno, node.end_lineno + 1))
    return lines


def sources():
    for room in ROOMS:
        place = PACKAGE / room
        yield from [place] if place.suffix else sorted(place.rglob("*.py"))


def test_the_reference_implementation_stays_under_its_limit():
    sizes = {path: len(code_lines(path.read_text(encoding="utf-8"))) for path in sources()}
    assert sum(sizes.values()) < MOST_LINES, {path.name: n for path, n in sizes.items()}


@pytest.mark.parametrize(
    ("source", "n"),
    [
        ("x = 1\n\n# why\ny = 2\n", 2),
        ('"""A docstring\nof two lines."""\nx = (\n    1,\n)\n', 3),
        ('def f():\n    """Say."""\n    return """a\nb"""\n', 3),
    ],
)
def test_only_code_counts(source, n):
    assert len(code_lines(source)) == n
