"""CatBoost's own file (cbm): trees, classes and training options in one binary.

Read from bytes, a model has no hyper-parameters that ``get_params`` or ``clone`` could give; our note keeps
them. The reader does not miss the last bytes of a file without our sum (seen with CatBoost 1.2), so its
size is compared first.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rehydrate.formats._native import NOTE, NativeFormat

LAYOUT = re.compile(rb"FlabuffersModel_v(\d+)")  # CatBoost's own spelling
NEWEST = 1


@dataclass(frozen=True)
class CatBoostFormat(NativeFormat):
    """CatBoost's own file for any of its models."""

    name = "catboost"
    suffix = ".cbm"
    requires = ("catboost",)
    holds = "a fitted CatBoost model with plain parameters"
    loses = "predictions kept for an evaluation set; own objectives and callbacks are refused"
    library = "catboost"
    classes = ("CatBoost", "CatBoostClassifier", "CatBoostRegressor", "CatBoostRanker")

    def _state(self, model: Any) -> dict[str, Any]:
        return dict(model.get_params())

    def _bytes(self, model: Any, note: str) -> bytes:
        noted = model.copy()
        noted.get_metadata()[NOTE] = note
        with TemporaryDirectory() as folder:  # CatBoost writes to names only
            path = Path(folder) / "model.cbm"
            noted.save_model(str(path))
            return path.read_bytes()

    def _version(self, data: bytes) -> tuple[int, int]:
        found = LAYOUT.search(data)
        if not found or len(data) < 8 + int.from_bytes(data[4:8], "little"):  # the size of all but the CTRs
            raise ValueError("its layout or its end is missing")
        return int(found[1]), NEWEST

    def _rebuild(self, data: bytes, kind: str, state: dict[str, Any]) -> Any:
        import catboost

        model = getattr(catboost, kind)(**state)
        model.load_model(blob=data)
        if NOTE in dict(model.get_metadata()):
            del model.get_metadata()[NOTE]
        return model


FORMAT = CatBoostFormat()
