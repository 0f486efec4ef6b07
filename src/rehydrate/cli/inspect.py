"""``rehydrate inspect``: what a model file is and would do, without loading it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rehydrate.inspector import Report
    from rehydrate.inspector.report import ArrayFound

LONGEST = 300  # letters of a line
SHOWN = 10  # lines of one kind; the rest is counted, and is in --json


def inspect(
    file: Annotated[Path, typer.Argument(help="Any model file, of any origin: nothing in it is run.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
) -> None:
    """Say what a model file is, what it would run, and what is inside, without loading it.

    Exit status: 0 if there is only data and the code of well-known libraries; 1 if a name is dangerous or
    unknown, or something could not be read; 2 if there is no such file.
    """
    import json

    from rich.console import Console

    from rehydrate.inspector import inspect as look

    with Console(stderr=True).status("reading the file"):
        report = look(file)
    print(json.dumps(report.as_dict(), indent=2) if as_json else "\n".join(_lines(report)))
    raise typer.Exit(1 if report.alarming else 0)


def _lines(report: "Report") -> list[str]:
    bad = [name for name in report.globals if name.opinion in ("dangerous", "unknown")]
    runs = [f"{name.opinion.upper()}: {name.module}.{name.name} {name.why} ({name.where})" for name in bad]
    expected = [name for name in report.globals if name.opinion == "library code"]
    runs += [f"expected: {name.module}.{name.name}" for name in expected]
    arrays = sorted(report.arrays, key=lambda array: -array.n_bytes)
    in_all = f"Arrays: {len(arrays)}, {_size(sum(array.n_bytes for array in arrays))}, the largest first"
    parts = {
        "Loading it would run": runs,
        "Versions": [f"{library} {version}" for library, version in report.versions.items()],
        "Estimators": _estimators(report),
        in_all: [_array(array) for array in arrays],
        "Training data inside": report.training_rows,
        "Members": [f"{_size(n_bytes):>9}  {name}" for name, n_bytes in report.members],
        "Notes": report.notes,
        "Could not be read": report.problems,
        "Why": report.reasons,
    }
    lines = [f"{_clean(report.path)} ({_size(report.n_bytes)})", f"It is: {report.kind}"]
    for title, entries in parts.items():
        if entries:
            lines += ["", title, *(f"  {_clean(entry)}" for entry in entries[:SHOWN])]
        if len(entries) > SHOWN:
            lines.append(f"  and {len(entries) - SHOWN} more: --json shows all")
    lines += ["", f"verdict: {report.verdict.upper()}"]
    return [*lines, f"next: rehydrate doctor {_clean(report.path)}"]


def _estimators(report: "Report") -> list[str]:
    """Return a line for each estimator, and one for all trees of a forest: places that differ by number."""
    alike: dict[tuple[str, str], list[str]] = {}
    for found in report.estimators:
        kind, where = found.name.rpartition(".")[2], re.sub(r"\[\d+\]", "[..]", found.where)
        alike.setdefault((kind, where), []).append(f"{kind} at {found.where}{_given(found.hyperparameters)}")
    return [
        lines[0] if len(lines) == 1 else f"{len(lines)} at {where}, the first of them: {lines[0]}"
        for (_, where), lines in alike.items()
    ]


def _array(array: "ArrayFound") -> str:
    kind = "record" if array.dtype.startswith("{") else array.dtype
    return f"{_size(array.n_bytes):>9}  {kind} {' x '.join(map(str, array.shape))}  {array.where}"


def _given(hyperparameters: dict[str, str]) -> str:
    """Return the hyperparameters in one line."""
    words = ", ".join(f"{key}={value}" for key, value in hyperparameters.items())
    return f": {words[:80]}{'...' if len(words) > 80 else ''}" if words else ""


def _clean(text: str) -> str:
    """Return a line without control characters: a file may hold what a terminal would obey."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def _size(n_bytes: int) -> str:
    """Return a size in the unit that reads best."""
    size, units = float(n_bytes), ["B", "kB", "MB", "GB", "TB", "PB"]
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{size:.0f} {units[0]}" if units[0] == "B" else f"{size:.1f} {units[0]}"
