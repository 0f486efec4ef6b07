"""Reads files in pieces, writes the manifest beside its place and renames it, and hashes columns as npy."""

import hashlib
import io
import json
import os
import sys
from datetime import UTC, datetime
from importlib.metadata import version

import joblib
import numpy as np

MANIFEST = "manifest.json"


def save(folder, model, table, metrics):
    joblib.dump(model, os.path.join(folder, "model.joblib"))
    X = np.stack(list(table.values()), axis=1)
    digest = hashlib.sha256()
    for name in table:
        npy = io.BytesIO()
        np.save(npy, table[name])
        digest.update(name.encode() + npy.getvalue())
    python = ".".join(str(part) for part in sys.version_info[:3])
    text = json.dumps(
        {
            "created": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "data": digest.hexdigest(),
            "metrics": metrics,
            "classes": [label.item() if hasattr(label, "item") else label for label in model.classes_],
            "features": [(name, table[name].dtype.name) for name in table],
            "environment": {
                "python": python,
                "numpy": version("numpy"),
                "scikit-learn": version("scikit-learn"),
                "joblib": version("joblib"),
            },
            "golden": {"rows": X[:5].tolist(), "answers": model.predict_proba(X)[:5].tolist()},
            "files": look(folder),
        },
        indent=2,
    )
    part = os.path.join(folder, ".manifest.part")
    with open(part, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, os.path.join(folder, MANIFEST))


def look(folder):
    found = {}
    for entry in os.scandir(folder):
        if entry.name != MANIFEST:
            with open(entry.path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            found[entry.name] = {"size": entry.stat().st_size, "sha256": digest}
    return found


def verify(folder):
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf-8") as file:
            recorded = json.load(file)["files"]
    except Exception:
        return [(MANIFEST, "unreadable")]
    found = look(folder)
    problems = []
    for name in sorted({*recorded, *found}):
        if name not in found:
            problems.append((name, "missing"))
        elif name not in recorded:
            problems.append((name, "unexpected"))
        elif recorded[name]["size"] != found[name]["size"]:
            problems.append((name, "size"))
        elif recorded[name]["sha256"] != found[name]["sha256"]:
            problems.append((name, "checksum"))
    return problems
