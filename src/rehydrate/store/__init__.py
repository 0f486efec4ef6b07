"""A store that keeps every version of a model, and proves that what is loaded is what was saved.

>>> from rehydrate.store import ModelStore
>>> store = ModelStore("models")                                               # doctest: +SKIP
>>> version = store.save("churn", model, metrics={"accuracy": 0.93}, golden=X[:20])  # doctest: +SKIP
>>> store.set_alias("churn", "production", version)                            # doctest: +SKIP
>>> model = store.load("churn", "production")                                  # doctest: +SKIP
"""

from rehydrate.store._aliases import Move
from rehydrate.store._examine import Problem
from rehydrate.store._manifest import Blob, Manifest
from rehydrate.store.model_store import ModelStore
from rehydrate.store.reader import StoreReader

__all__ = ["Blob", "Manifest", "ModelStore", "Move", "Problem", "StoreReader"]
