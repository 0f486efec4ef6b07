"""A look at an exercise's checks: they must not load what a submission has written.

Checks run in the verdict process, which the submission must never reach. Most model files are programs: to
load one is to run it, and a submission that wrote the file would then run where the marks are given. Such a
file is loaded in ``probes.py``, in the student process, and the check gets what came of it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

EXCUSE = "# lint: "
_UNPICKLERS = {
    "cloudpickle": ("load", "loads"),
    "dill": ("Unpickler", "load", "load_module", "load_session", "loads"),
    "hickle": ("load",),
    "joblib": ("load",),
    "keras": ("models.load_model", "saving.load_model"),
    "marshal": ("load", "loads"),
    "pandas": ("read_pickle",),
    "pickle": ("Unpickler", "load", "loads"),
    "shelve": ("Shelf", "open"),
    "skops": ("io.load", "io.loads"),
    "tensorflow": ("keras.models.load_model", "saved_model.load"),
    "torch": ("jit.load", "load"),
}
_RUNNERS = {
    "builtins": ("__import__", "compile", "eval", "exec"),
    "importlib": (
        *("__import__", "import_module", "machinery.SourceFileLoader"),
        *("machinery.SourcelessFileLoader", "util.spec_from_file_location"),
    ),
    "runpy": ("run_module", "run_path"),
}
_SAID = {f"{top}.{name}": "runs what is in the file" for top, names in _UNPICKLERS.items() for name in names}
_SAID |= {f"{top}.{name}": "runs code from elsewhere" for top, names in _RUNNERS.items() for name in names}
_ADVICE = (
    "do it in probes.py, in the submission's own process, and ask for what came of it; if the checks "
    f"themselves have made it, end the line with '{EXCUSE}' and say so"
)


def lint(path: Path) -> list[str]:
    """Find the places where checks would run what a submission has written.

    A line that ends in ``# lint:`` and a reason is excused: what is loaded there was written by the checks.

    Parameters
    ----------
    path : Path
        A ``test_exercise.py`` or ``test_hidden.py``; ``probes.py`` may load what it likes.

    Returns
    -------
    list of str
        For each place the file, the line, what is there and what to do instead.
    """
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source, path.name)
    lines = source.splitlines()
    found = {
        (line, f"{path.name}, line {line}: {name} {said}; {_ADVICE}")
        for line, name, said in _places(tree)
        if not lines[line - 1].partition(EXCUSE)[2].strip()
    }
    return [words for _, words in sorted(found)]


def _places(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    origins = _origins(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _UNPICKLERS | _RUNNERS:
            if any(alias.name == "*" for alias in node.names):
                yield node.lineno, f"from {node.module} import *", "hides what is loaded"
        elif isinstance(node, ast.Call) and _name(node.func, origins) == "numpy.load":
            if not _refuses_pickles(node):
                yield node.lineno, "numpy.load with allow_pickle", _SAID["pickle.load"]
        elif isinstance(node, ast.Name | ast.Attribute):
            name = _name(node, origins)
            if name in _SAID:
                yield node.lineno, name.removeprefix("builtins."), _SAID[name]


def _origins(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, as a dotted name; the builtins stand for themselves."""
    origins = {name: f"builtins.{name}" for name in _RUNNERS["builtins"]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                origins[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            origins |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return origins


def _name(node: ast.expr, origins: dict[str, str]) -> str:
    """Return the full dotted name of an expression like ``np.load``; empty if it has none."""
    if isinstance(node, ast.Name):
        return origins.get(node.id, "")
    if isinstance(node, ast.Attribute) and (owner := _name(node.value, origins)):
        return f"{owner}.{node.attr}"
    return ""


def _refuses_pickles(call: ast.Call) -> bool:
    """Whether a call of numpy.load leaves ``allow_pickle``, its third argument, at False."""
    given = [word.value for word in call.keywords if word.arg in ("allow_pickle", None)] + call.args[2:3]
    return all(isinstance(value, ast.Constant) and value.value is False for value in given)
