"""Make or load many files in one fresh process, and say what became of each.

``python child.py orders.json folder start`` carries out a list of orders and writes a line of JSON for each
at once, so that a crash of the process shows which it was. Answers go to ``folder/<number>.npz``.
"""

import contextlib
import importlib.util
import io
import json
import subprocess
import sys
import warnings
from pathlib import Path

import joblib
import numpy as np

from rehydrate import formats

METHODS = ("predict", "predict_proba", "decision_function", "transform", "score_samples")
LITTLE = 64  # bytes: the largest file that may be written while the disk is full


def run(orders, folder):
    """Carry out orders in one fresh process, and return its reports; a crash is a report too.

    Parameters
    ----------
    orders : list of dict
        ``format``, ``path`` and perhaps ``options``. With ``make``, a file with a ``sample()``, that model is
        dumped. Else the file is loaded, as ``how`` says: ``path``, ``mapped`` or ``bytes``; and asked, where
        ``X`` (a joblib file) is given.
    folder : path
        Where the answers go; it is made.
    """
    folder.mkdir()
    (folder / "orders.json").write_text(json.dumps(orders), encoding="utf-8")
    reports = []
    while len(reports) < len(orders):
        command = [sys.executable, __file__, folder / "orders.json", folder, str(len(reports))]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        reports += [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"number"')]
        if len(reports) < len(orders):
            said = f"the process ended with {done.returncode}: {done.stderr[-2000:]}"
            reports.append({"number": len(reports), "error": ["Crash"], "said": said})
    return reports


def load_module(path):
    """Return a file as a module."""
    spec = importlib.util.spec_from_file_location(f"file_{Path(path).stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answers(model, X):
    """Return what a model says about X, by method; what it has learned, where it has no method."""
    found = {name: getattr(model, name)(X) for name in METHODS if hasattr(model, name)}
    if not found:
        learned = {name: value for name, value in vars(model).items() if name.endswith("_")}
        found = {
            name: value for name, value in learned.items() if isinstance(value, np.ndarray | float | int)
        }
    return {name: plain(value) for name, value in found.items()}


def plain(value):
    """Return an array that can be kept without a pickle."""
    if hasattr(value, "toarray"):
        value = value.toarray()
    if isinstance(value, list):  # an array for each output
        value = np.hstack(value)
    value = np.asarray(value)
    return value.astype(str) if value.dtype.hasobject else value


def make(order, place):
    """Dump a sample, and once more on a full disk."""
    module, path = load_module(order["make"]), Path(order["path"])
    model, X = module.sample()
    fmt = formats.get(order["format"])
    fmt.dump(model, path)
    np.savez(place, **getattr(module, "answers", answers)(model, X))
    joblib.dump(X, order["X"])
    report, before = {}, path.read_bytes()
    with full_disk():
        try:
            fmt.dump(model, path)
        except Exception as error:
            report["failed"] = [kind.__name__ for kind in type(error).__mro__]
    return report | {"survives": path.read_bytes() == before, "left": [p.name for p in path.parent.iterdir()]}


@contextlib.contextmanager
def full_disk():
    """Let every write fail that makes a file larger than a little, where the system can do that."""
    if sys.platform != "linux":
        yield
        return
    import resource

    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def load(order, place):
    """Load a file, and ask the model if there is something to ask."""
    fmt, how = formats.get(order["format"], **order.get("options", {})), order.get("how", "path")
    file = io.BytesIO(Path(order["path"]).read_bytes()) if how == "bytes" else order["path"]
    model = fmt.load(file, mapped=how != "path")
    if "X" in order:
        ask = getattr(load_module(order["sample"]), "answers", answers) if "sample" in order else answers
        np.savez(place, **ask(model, joblib.load(order["X"])))
    return {"type": type(model).__name__}


def main(orders, folder, start):
    """Carry out the orders from a number on."""
    warnings.simplefilter("ignore")
    for number, order in list(enumerate(json.loads(Path(orders).read_text(encoding="utf-8"))))[int(start) :]:
        report = {"number": number}
        try:
            report |= (make if "make" in order else load)(order, f"{folder}/{number}.npz")
        except BaseException as error:
            report |= {"error": [kind.__name__ for kind in type(error).__mro__], "said": str(error)}
            report |= {name: getattr(error, name, None) for name in ("what", "why", "fix")}
        print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
