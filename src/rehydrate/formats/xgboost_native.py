"""XGBoost's own file, in its binary form (UBJSON); the JSON form is read as well.

The trees, their objective and the names of the features are XGBoost's; the wrapper's hyper-parameters,
which ``load_model`` gives back as None, are in our note. The reader runs no code, but it trusts what it
reads: cut short or changed, a file without our sum can end the process (seen with XGBoost 3.2).
"""

import re
from dataclasses import dataclass
from typing import Any

from rehydrate.formats._native import NOTE, NativeFormat

# The end of the file as UBJSON and as JSON: the first of the three numbers of the version.
VERSION = re.compile(rb'version(?:\[#L\0{7}\x03i(.)i.i.|":\[(\d+),\d+,\d+\])}\s*\Z', re.DOTALL)


@dataclass(frozen=True)
class XGBoostFormat(NativeFormat):
    """XGBoost's own file for a booster or a scikit-learn wrapper."""

    name = "xgboost"
    suffix = ".ubj"
    requires = ("xgboost",)
    holds = "an XGBoost Booster, or one of its scikit-learn wrappers with plain parameters"
    loses = "a Booster's training parameters (depth, learning rate); callbacks and own objectives are refused"
    library = "xgboost"
    classes = ("Booster", "XGBClassifier", "XGBRegressor", "XGBRanker", "XGBRFClassifier", "XGBRFRegressor")

    def recognises(self, head: bytes) -> bool:
        """Say whether an object starts here whose first key is ``learner``."""
        return head.startswith(b"{") and b"learner" in head[:24]

    def _state(self, model: Any) -> dict[str, Any]:
        if type(model).__name__ == "Booster":
            return {}
        return {name: value for name, value in vars(model).items() if name != "_Booster"}

    def _bytes(self, model: Any, note: str) -> bytes:
        booster = model if type(model).__name__ == "Booster" else model.get_booster()
        noted = booster.copy()
        noted.set_attr(**{NOTE: note})
        return bytes(noted.save_raw("ubj"))

    def _version(self, data: bytes) -> tuple[int, int]:
        import xgboost

        found = VERSION.search(data[-64:])
        if not found:
            raise ValueError("its last entry, the version, is missing")
        return (found[1][0] if found[1] else int(found[2])), int(xgboost.__version__.split(".")[0])

    def _rebuild(self, data: bytes, kind: str, state: dict[str, Any]) -> Any:
        import xgboost

        booster = xgboost.Booster()
        booster.load_model(bytearray(data))
        booster.set_attr(**{NOTE: None})
        if kind == "Booster":
            return booster
        booster.set_param({"n_jobs": state["n_jobs"]})
        wrapper = getattr(xgboost, kind)()
        vars(wrapper).update(state, _Booster=booster)
        return wrapper


FORMAT = XGBoostFormat()
