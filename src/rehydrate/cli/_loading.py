"""What the commands over a model file share: reading the file, its data, and showing progress."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rehydrate.errors import ForeignFile, WrongUsage

TRUST = "Loading a file of pickle, joblib, cloudpickle or hickle runs code from it: only for files you trust."


def load_model(path: Path) -> Any:
    """Load a model with the format that its suffix names, or else with one that knows its first bytes."""
    from rehydrate import formats

    head = _head(path)
    known = [fmt for fmt in formats.available() if fmt.recognises(head)]
    for fmt in sorted(known, key=lambda fmt: fmt.suffix != path.suffix):
        with contextlib.suppress(ForeignFile):
            return fmt.load(path)
    raise WrongUsage(
        f"{path} is not a model file that is known here.",
        why="its first bytes fit no format" if not known else f"it is no whole file of {known[0].name}",
        fix=f"see what it is: rehydrate inspect {path}",
    )


def load_data(path: Path) -> Any:
    """Load rows: an array (.npy), arrays by name (.npz) or a table (.csv, with pandas)."""
    import numpy as np

    _head(path)
    if path.suffix == ".csv":
        import pandas

        return pandas.read_csv(path)
    try:
        found = np.load(path, allow_pickle=False)
        return dict(found) if path.suffix == ".npz" else found
    except ValueError as error:
        raise WrongUsage(
            f"{path} cannot be read as data: {error}",
            why="data are numbers or texts in .npy, .npz or .csv; a pickle is not read",
            fix="save it with numpy.save(path, X)",
        ) from error


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise WrongUsage(
            f"There is no readable file {path}.",
            why=str(error.strerror),
            fix="check the path; relative paths start at the current folder",
        ) from error


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Show a bar on standard error; yields what to call with steps done, steps in all, what is next."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(title), BarColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)
