"""The causes that are looked for, one function each; every one yields findings and loads nothing."""

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from typing import Any

from rehydrate.diagnose import _installed as installed
from rehydrate.diagnose import _meaning as meaning
from rehydrate.diagnose import _reads as reads
from rehydrate.diagnose.remedy import numbers
from rehydrate.diagnose.report import Finding, Outcome
from rehydrate.inspector.arrays import array_of
from rehydrate.inspector.graph import Call, Graph, Items, Pairs, children
from rehydrate.inspector.report import Report

NODES = ("sklearn.tree._tree", "NODE_DTYPE")
GONE = {
    "_loss": "; only scikit-learn 1.5 to 1.8 give their compiled losses this name",
    "numpy._core": "; it is NumPy 2's name for its parts, which NumPy 1 calls numpy.core",
}
# A word of the inspector's kind: the module that reads it, and the extra that brings it.
LIBRARIES = {
    **{"skops": ("skops", "formats"), "onnx": ("onnxruntime", "formats"), "hdf5": ("h5py", "formats")},
    **{
        "safetensors": ("safetensors", "formats"),
        "pytorch": ("torch", "torch"),
        "keras": ("keras", "tensorflow"),
    },
    **{name: (name, "boosters") for name in ("xgboost", "lightgbm", "catboost")},
}


def version_here(name: str = "scikit-learn") -> str:
    """Return the installed version of a distribution, empty if it is not installed."""
    try:
        return importlib.metadata.version(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):  # a file may name anything
        return ""


def damage(report: Report) -> Iterator[Finding]:
    """Report what could not be read; a loader cannot either, unless only our own bound was reached."""
    for problem in report.problems:
        yield Finding(Outcome.UNKNOWN if "the bound of an inspection" in problem else Outcome.LOAD, problem)


def library(report: Report) -> Iterator[Finding]:
    """Report that the library of the format is not installed, or that no model is in the file."""
    known = [where for word, where in LIBRARIES.items() if word in report.kind.lower()]
    for module, extra in known:
        if installed.spec(module) is None:
            yield Finding(Outcome.LOAD, f"it needs {module}: pip install 'rehydrate[{extra}]'")
    if not (known or report.estimators or report.problems):
        yield Finding(Outcome.UNKNOWN, "no model is in it of a kind that is known here")


def names(report: Report) -> Iterator[Finding]:
    """Report every class and function that loading would import and this environment does not have."""
    pairs = [(name.module, name.name) for name in report.globals]
    refused = [name for name in report.globals if name.opinion != "rebuilds data"]
    if refused and "pytorch" in report.kind.lower():
        what = f"torch.load takes only tensors and plain values (weights_only=True), not {refused[0].module}."
        yield Finding(Outcome.LOAD, what + refused[0].name)
    for (module, name), known in installed.present(pairs).items():
        if known is None:
            yield Finding(Outcome.UNKNOWN, f"whether {module} has {name} only running it would tell")
        elif not known:
            yield Finding(Outcome.LOAD, _absent(module, name))


def bytecode(report: Report) -> Iterator[Finding]:
    """Report functions that are kept as bytecode of another Python."""
    made, here = report.versions.get("python bytecode", ""), ".".join(map(str, sys.version_info[:2]))
    if made and made != "not known" and here not in made:
        what = f"it carries bytecode of Python {made}: running it under {here} can crash the interpreter"
        yield Finding(Outcome.LOAD, what)


def states(graph: Graph, saved: str) -> Iterator[Finding]:
    """Compare the state of every scikit-learn object with what the installed class makes of it."""
    here = version_here()
    for path, thing in (pair for root in graph.roots for pair in used(root.node)):
        kind = thing.type
        found = installed.definition(kind.module, kind.name) if kind else None
        if kind is None or found is None or not found.module.startswith("sklearn."):
            continue
        state = thing.attributes()
        place = re.sub(r"estimators_(\[\d+\])+", "estimators_[..]", path) or "the object"
        yield from _nodes(state)
        for change, outcome in meaning.changes(kind.name, state, numbers(saved), numbers(here)):
            yield Finding(outcome, f"{place} is a {kind.name}: {change.what}", change.source)
        if path and not fitted(state):
            continue  # a template, of which only copies are fitted
        for name, method in reads.missing(found, {k: _plain(v) for k, v in state.items()}).items():
            what = f"{kind.name}.{method} of scikit-learn {here} reads {name}, which is not in {place}"
            yield Finding(Outcome.PREDICT, f"{what} as {saved or 'an unknown version'} made it")


def unseen(report: Report, saved: str) -> Iterator[Finding]:
    """Report on a skops file of another release by class and release alone: its states are not read here."""
    here = version_here()
    if "skops" not in report.kind or saved == here:
        return
    for kind in report.globals:
        for change, outcome in meaning.changes(kind.name, {}, numbers(saved), numbers(here)):
            yield Finding(outcome, f"a {kind.name} is in it: {change.what}", change.source)
    what = (
        f"scikit-learn {saved or 'of an unknown version'} made its states, which are not compared with {here}"
    )
    yield Finding(Outcome.UNKNOWN, what)


def used(root: Any) -> Iterator[tuple[str, Call]]:
    """Visit the objects that predicting uses: of a fitted estimator only what fitting made."""
    seen: set[int] = set()
    waiting = [("", root)]
    while waiting:
        path, node = waiting.pop()
        if not isinstance(node, (Call, Items, Pairs)) or id(node) in seen:
            continue
        seen.add(id(node))
        parts = list(children(node))
        if isinstance(node, Call):
            yield path, node
            state = node.attributes()
            if fitted(state):
                parts = [(f".{k}", v) for k, v in state.items() if k.startswith("_") or k.endswith("_")]
            if "estimators_" in state:  # what they were copied from
                parts = [part for part in parts if part[0] not in (".estimator_", ".base_estimator_")]
        waiting.extend((path + piece, part) for piece, part in reversed(parts))


def fitted(state: dict[str, Any]) -> bool:
    """Say whether a state has an attribute that fitting made, by the rule of ``check_is_fitted``."""
    return any(name.endswith("_") and not name.startswith("__") for name in state)


def _plain(node: Any) -> Any:
    return node if isinstance(node, (str, int, float, type(None))) else reads.UNKNOWN


def _absent(module: str, name: str) -> str:
    """Say in words that a name is not installed."""
    root = module.partition(".")[0]
    release = f"{root} {version_here({'sklearn': 'scikit-learn'}.get(root, root))}".rstrip()
    known = next((why for start, why in GONE.items() if f"{module}.".startswith(f"{start}.")), "")
    if root == "__main__":
        return f"{name} was defined in the program that saved the file; no other program has it"
    if installed.spec(module) is not None:
        return f"{module} is here ({release}) and has no {name}"
    if installed.spec(root) is None:
        return f"the module {root}, which has {name}, is not installed{known}"
    return f"{release} is here and has no module {module}, which has {name}{known}"


def _nodes(state: dict[str, Any]) -> Iterator[Finding]:
    """Compare the columns of a tree's table of nodes with those that the installed code expects."""
    tree = state.get("tree_")
    array = (
        array_of(tree.state.get("nodes"))
        if isinstance(tree, Call) and isinstance(tree.state, Pairs)
        else None
    )
    expected = installed.ask([NODES]).get(NODES) if array and array.dtype.fields else None
    there = [name for name, *_ in array.dtype.fields] if array else []
    if expected and sorted(there) != sorted(expected):
        lacking = ", ".join(sorted(set(expected) - set(there))) or "nothing"
        yield Finding(
            Outcome.LOAD,
            f"the nodes of its trees lack {lacking}, which scikit-learn {version_here()} expects",
        )
