"""Right: writes to a temporary file first and renames it, as one should.

Expect: all points
"""

import os
import tempfile
from pathlib import Path

import joblib

# @RIGHT@


def save_model(model, path):
    folder = Path(path).parent
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        joblib.dump(model, file)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)
    with tempfile.TemporaryDirectory() as other:
        (Path(other) / "notes").write_text("done")
