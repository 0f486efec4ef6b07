"""Files that earlier versions of this package wrote are read by today's, and predict what they predicted."""

import importlib.util
import json
import warnings
import zipfile
from pathlib import Path

import numpy as np
import pytest
from sklearn.exceptions import InconsistentVersionWarning

from rehydrate import formats
from rehydrate.formats._npz import SCHEMA

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "formats"
FILES = sorted(path for path in GOLDEN.iterdir() if path.suffix in (".pkl", ".npz"))
SPEC = importlib.util.spec_from_file_location("make", GOLDEN / "make.py")
make = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(make)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("mapped", [False, True])
def test_a_golden_file_predicts_what_it_predicted_when_it_was_written(path, mapped):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", InconsistentVersionWarning)
        name = next(each for each in ("npz_linear", "npz_trees", "pickle") if path.name.startswith(each))
        loaded = formats.get(name).load(path, mapped=mapped)
    if isinstance(loaded, dict):
        assert np.array_equal(loaded["table"], np.linspace(0, 1, 1000))
        loaded = loaded["model"]
    found = loaded.predict_proba(make.rows()[0])
    assert np.allclose(found, np.load(path.with_suffix(".npy")), rtol=0, atol=1e-12)


def test_there_is_a_golden_file_for_every_format_whose_bytes_are_ours():
    assert {path.name.partition("_sklearn")[0] for path in FILES} >= {f"{a}_{b}" for a, b in make.models()}


def test_today_writes_the_same_kinds_of_entries_as_the_golden_files():
    """Else the bytes have changed, and with them the schema must."""
    for (name, what), model in make.models().items():
        if name != "pickle":
            path = next(path for path in FILES if path.name.startswith(f"{name}_{what}"))
            with zipfile.ZipFile(path) as archive:
                golden = json.loads(archive.read(f"{name}.json"))
            assert golden.keys() == {"schema", "model"} and golden["schema"] == SCHEMA
            assert kinds(formats.get(name)._pack(model, {})) == kinds(golden["model"])


def kinds(item):
    """Return the kinds that a document names."""
    if isinstance(item, list):
        return set().union(*map(kinds, item))
    if not isinstance(item, dict):
        return set()
    [(kind, content)] = item.items()
    inside = list(content[1].values()) if kind == "model" else content
    return {kind} | (set() if kind in ("array", "scalar", "dtype") else kinds(inside))
