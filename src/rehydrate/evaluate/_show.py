"""An evaluation as text, as a data frame and as a picture."""

import importlib
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from rehydrate.errors import MissingLibrary
from rehydrate.evaluate._result import PARTS, Evaluation, Measurement, Spread

LOOKS = (("#0072B2", ""), ("#E69F00", "//"), ("#CC79A7", ".."))  # colours by Okabe and Ito, and hatches
Columns = dict[str, Callable[[Measurement], str]]


def table(evaluation: Evaluation) -> str:
    """Return everything as text: a block for each question, a line for each format."""
    how = evaluation.conditions
    blocks = [f"{evaluation.model}, {how['n_rows']:,} rows, by {evaluation.method}"]
    if evaluation.measured:
        blocks += [_block(evaluation, columns) for columns in _questions(evaluation[evaluation.baseline])]
    if evaluation.left_out:
        blocks.append("\n".join(f"left out: {name}: {why}" for name, why in evaluation.left_out.items()))
    cache = "emptied of the file before each cold start; a RAM disk keeps it" if how["cold_cache"] else "warm"
    blocks.append(
        f"Medians (quartiles) over {how['repeats']} fresh processes in turns; wall-clock, then CPU time.\n"
        f"Ratios against {evaluation.baseline or 'none'}. Page cache: {cache}.\n"
        f"Threads of BLAS: {how['threads']}. Workers: {how['workers']}. Reference {evaluation.reference}.\n"
        f"Python {how['python']}, {how['system']}, {how['cpus']} CPUs."
    )
    return "\n\n".join(blocks)


def _questions(base: Measurement) -> list[Columns]:
    """Return the columns of each block: cold start, warm, size and memory, fidelity."""
    cold: Columns = {
        "cold start, s": lambda m: _spread(m.cold, 1),
        "cpu": lambda m: f"{m.cold.cpu:.3g}",
        "ratio": lambda m: ratio(m.cold.median, base.cold.median),
        "= imports, s": lambda m: _spread(m.imports, 1),
        "+ read, ms": lambda m: _spread(m.read, 1e3),
        "+ first predict, ms": lambda m: _spread(m.first_predict, 1e3),
    }
    warm: Columns = {
        "warm load, ms": lambda m: _spread(m.warm_load, 1e3),
        "cpu": lambda m: f"{(m.warm_load.cpu or 0.0) * 1e3:.3g}",
        "ratio": lambda m: ratio(m.warm_load.median, base.warm_load.median),
    }
    warm |= {f"{size:,} row(s) p50, p95 ms": partial(_latency, size) for size in base.latency}
    size: Columns = {
        "file, MB": lambda m: f"{m.n_bytes / 1e6:.3g}",
        "ratio": lambda m: ratio(m.n_bytes, base.n_bytes),
        "peak memory, MB": lambda m: f"{m.peak_bytes.median / 1e6:.0f}" if m.peak_bytes else "not known here",
        "PSS of all workers, MB": lambda m: (
            f"{m.shared_bytes / 1e6:.0f}" if m.shared_bytes else "not measured"
        ),
    }
    fidelity: Columns = {
        "same model": lambda m: "yes" if m.fidelity.same else "NO",
        "labels that differ": lambda m: _or("no labels", m.fidelity.labels_differ, "d"),
        "largest difference": lambda m: _or("no numbers", m.fidelity.largest_difference, ".2g"),
        "allowed": lambda m: f"{m.fidelity.tolerance:.2g}",
        "accuracy": lambda m: _or("no y", m.fidelity.accuracy, ".4f"),
    }
    return [cold, warm, size, fidelity]


def _block(evaluation: Evaluation, columns: Columns) -> str:
    rows = [["", *columns]]
    rows += [[one.format, *(cell(one) for cell in columns.values())] for one in evaluation.measured]
    first, *widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(first), *map(str.rjust, row[1:], widths)]).rstrip() for row in rows
    )


def ratio(value: float, base: float) -> str:
    """Return how many times the base a value is."""
    return f"{value / base:.2f}x" if base else "-"


def _spread(spread: Spread, scale: float) -> str:
    return f"{spread.median * scale:.3g} ({spread.low * scale:.3g}-{spread.high * scale:.3g})"


def _latency(size: int, m: Measurement) -> str:
    return f"{m.latency[size].median * 1e3:.3g}, {m.latency[size].p95 * 1e3:.3g}"


def _or(otherwise: str, value: float | None, how: str) -> str:
    return otherwise if value is None else format(value, how)


def frame(evaluation: Evaluation) -> Any:
    """Return one row for each format."""
    rows = _library("pandas").json_normalize([asdict(one) for one in evaluation.measured])
    return rows.set_index("format") if len(rows) else rows


def plot(evaluation: Evaluation, path: Path) -> Path:
    """Draw the parts of the cold start on top of each other."""
    measured = evaluation.measured
    size = (7, 1.2 + 0.5 * len(measured))
    picture = _library("matplotlib.figure").Figure(figsize=size, layout="constrained")
    axes = picture.subplots()
    names, ends = [one.format for one in measured], [0.0] * len(measured)
    for part, (colour, hatch) in zip(PARTS, LOOKS, strict=True):
        widths = [getattr(one, part).median for one in measured]
        label = part.replace("_", " ")
        axes.barh(names, widths, left=ends, label=label, color=colour, hatch=hatch, edgecolor="white")
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    for row, one in enumerate(measured):
        times = ratio(one.cold.median, evaluation[evaluation.baseline].cold.median)
        axes.annotate(f" {one.cold.median:.2f} s, {times}", (ends[row], row), va="center")
    axes.invert_yaxis()
    axes.margins(x=0.2)
    axes.set_xlabel("seconds from the first import to the first answer (medians)")
    axes.set_title(f"Cold start of {evaluation.model.rsplit('.', 1)[-1]}")
    picture.legend(loc="outside lower center", ncols=len(PARTS))
    picture.savefig(path)
    return path


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        what, why = f"This view needs {name.split('.')[0]}.", "it is not installed in this environment"
        fix = "pip install 'rehydrate[evaluate]'; table() and to_json() need nothing"
        raise MissingLibrary(what, why=why, fix=fix) from error
