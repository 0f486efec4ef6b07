"""Turns the table into JSON for its checksum, and has verify look at sizes before it reads any file."""

import hashlib
import json
import platform
from datetime import UTC, datetime
from pathlib import Path

import joblib
import numpy
import sklearn


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def save(folder, model, table, metrics):
    folder = Path(folder)
    manifest = {
        "features": [[name, str(values.dtype)] for name, values in table.items()],
        "classes": list(model.classes_.tolist()),
        "metrics": dict(metrics),
        "environment": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "scikit-learn": sklearn.__version__,
        },
    }
    columns = [(name, str(values.dtype), values.tolist()) for name, values in table.items()]
    manifest["data"] = sha256(json.dumps(columns).encode())
    rows = [[float(values[n]) for values in table.values()] for n in range(min(5, len(columns[0][2])))]
    manifest["golden"] = {"rows": rows, "answers": model.predict_proba(rows).tolist()}
    joblib.dump(model, folder / "model.joblib", compress=3)
    files = {}
    for path in sorted(folder.glob("*")):
        content = path.read_bytes()
        files[path.name] = {"sha256": sha256(content), "size": len(content), "suffix": path.suffix}
    manifest["files"] = files
    manifest["created"] = datetime.now(UTC).isoformat(sep=" ")
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=4))


def verify(folder):
    folder = Path(folder)
    problems = set()
    try:
        files = dict(json.loads((folder / "manifest.json").read_bytes())["files"])
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError, KeyError):
        return [("manifest.json", "unreadable")]
    for path in folder.iterdir():
        if path.name == "manifest.json":
            continue
        expected = files.pop(path.name, None)
        if expected is None:
            problems.add((path.name, "unexpected"))
        elif path.stat().st_size != expected["size"]:
            problems.add((path.name, "size"))
        elif sha256(path.read_bytes()) != expected["sha256"]:
            problems.add((path.name, "checksum"))
    problems |= {(name, "missing") for name in files}
    return list(problems)
