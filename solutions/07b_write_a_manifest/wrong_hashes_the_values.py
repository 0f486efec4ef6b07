"""Hashes the numbers of the table and nothing else.

Misconception: numbers-are-the-data
Fails: test_the_checksum_of_the_data_tells_tables_apart
"""

import hashlib
import json
import platform
from datetime import UTC, datetime

import joblib
import numpy as np
import sklearn


def save(folder, model, table, metrics):
    joblib.dump(model, folder / "model.joblib")
    rows = np.column_stack(list(table.values()))[:5]
    manifest = {
        "files": {path.name: described(path) for path in folder.iterdir()},
        "environment": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "features": [[name, str(column.dtype)] for name, column in table.items()],
        "classes": model.classes_.tolist(),
        "metrics": metrics,
        "data": checksum_of(table),
        "golden": {"rows": rows.tolist(), "answers": model.predict_proba(rows).tolist()},
        "created": datetime.now(UTC).isoformat(),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def verify(folder):
    try:
        recorded = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        return [("manifest.json", "unreadable")]
    present = {path.name: path for path in folder.iterdir() if path.name != "manifest.json"}
    problems = [(name, "unexpected") for name in present.keys() - recorded.keys()]
    for name, expected in recorded.items():
        found = described(present[name]) if name in present else None
        if found is None:
            problems.append((name, "missing"))
        elif found["size"] != expected["size"]:
            problems.append((name, "size"))
        elif found["sha256"] != expected["sha256"]:
            problems.append((name, "checksum"))
    return problems


def described(path):
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def checksum_of(table):
    digest = hashlib.sha256()
    for column in table.values():
        digest.update(column.tobytes())
    return digest.hexdigest()
