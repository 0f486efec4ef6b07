"""LightGBM's own file: text, one block of lines for each tree.

Loading one gives a bare Booster; what the scikit-learn wrapper knows besides, classes and
hyper-parameters, is in our note, a line before the last one that LightGBM's other readers pass by. Cut
short, a file without our sum loads with fewer trees and no word, or ends the process (seen with LightGBM
4.7), so its end is looked for first.
"""

import re
from dataclasses import dataclass
from typing import Any

from rehydrate.formats._native import NOTE, NativeFormat

NEWEST = 4  # the "version=v4" of the text, written since LightGBM 4.0
LAST = "\npandas_categorical:"  # starts the line that LightGBM looks for at the end
ON_BOOSTER = ("best_iteration", "best_score")  # found by early stopping; the text has no place for them


@dataclass(frozen=True)
class LightGBMFormat(NativeFormat):
    """LightGBM's own file for a booster or a scikit-learn wrapper."""

    name = "lightgbm"
    suffix = ".txt"
    requires = ("lightgbm",)
    holds = "a LightGBM Booster, or one of its scikit-learn wrappers with plain parameters"
    loses = "the training data a Booster still held; callbacks and own objectives are refused"
    library = "lightgbm"
    classes = ("Booster", "LGBMClassifier", "LGBMRegressor", "LGBMRanker")

    def _state(self, model: Any) -> dict[str, Any]:
        if type(model).__name__ == "Booster":
            return {name: getattr(model, name) for name in ON_BOOSTER}
        kept = {name: value for name, value in vars(model).items() if name not in ("_Booster", "_le")}
        return kept | {name: getattr(model.booster_, name) for name in ON_BOOSTER}

    def _bytes(self, model: Any, note: str) -> bytes:
        booster = model if type(model).__name__ == "Booster" else model.booster_
        text = booster.model_to_string(num_iteration=-1)  # the default would leave out trees
        before, last, categories = text.rpartition(LAST)
        return f"{before}\n{NOTE}:{note}\n{last}{categories}".encode()

    def _version(self, data: bytes) -> tuple[int, int]:
        found = re.match(rb"tree\nversion=v(\d+)\n", data)
        if not found or b"\nend of parameters" not in data or not data.endswith(b"\n"):
            raise ValueError("its version, or the end of its parameters or of its last line, is missing")
        return int(found[1]), NEWEST

    def _rebuild(self, data: bytes, kind: str, state: dict[str, Any]) -> Any:
        import lightgbm
        from sklearn.preprocessing import LabelEncoder

        booster = lightgbm.Booster(model_str=data.decode())
        for name in state.keys() & set(ON_BOOSTER):
            setattr(booster, name, state.pop(name))
        if kind == "Booster":
            return booster
        wrapper = getattr(lightgbm, kind)()
        vars(wrapper).update(state, _Booster=booster)
        if state["_classes"] is not None:
            wrapper._le = LabelEncoder().fit(state["_classes"])
        return wrapper


FORMAT = LightGBMFormat()
