"""Names that could leave the store or be misread: refused everywhere, and nothing is made on disk."""

import contextlib
import hashlib
import json
import zipfile
from functools import partial
from pathlib import Path

import pytest

from rehydrate.errors import BadName, StoreError
from rehydrate.store import ModelStore

from .acts import NAME, model, seed_of

BAD = [
    "", ".", "..", "...", "/", "\\", "~", "-", "_", " ", "a ", " a", "a b", "a\n", "a\t", "a\0", "\0",
    "a\x7f", "a\r", "../evil", "..\\evil", "a/../../evil", "a/b", "a\\b", "/evil", "//host/share",
    "\\\\host\\share", "\\\\?\\C:\\evil", "c:evil", "c:\\evil", "C:/evil", "file:///evil", "~root", "$HOME",
    "%TEMP%", "a:b", "a*", "a?", "a\"", "a<b", "a|b", "a;b", "a&b", "a@1", "@production", "a#b", "a%2fb",
    "%2e%2e", "..%2fevil", "%00", ".hidden", "-rf", "--help", "a.", "a..", "a.b.", "con", "prn", "aux",
    "nul", "com1", "lpt9", "com0", "con.txt", "nul.tar.gz", "aux.", "conin$", "latest", "1", "3", "007",
    "1a", "+1", "1e3", "Churn", "CHURN", "cHurn", "a" * 65, "a" * 255, "a" * 5000, "\xe4", "\xe9",
    "e\u0301", "\uff41", "\u0430", "\uff43\uff48\uff55\uff52\uff4e", "\uff0e\uff0e", "\u2025", "\u2026",
    "a\uff0fb", "a\u2215b", "a\u2044b", "a\uff3cb", "..\uff0fevil", "\u2024\u2024", "\u202echurn",
    "a\u200b", "\ufeffa", "a\xa0b", "a\u2028b", "\u0131", "\u017f", "K", "\xdf", "churn\U0001f642",
    "\ud800", "a\udcff", "\u2167", "a\xb2", "\u0663", "\u24d0",
]  # fmt: skip
NOT_TEXT = [None, 3, 1.5, True, b"churn", ["churn"], ("a",), Path("churn"), Path("../evil"), object()]


def tree(folder):
    """Return all paths in a folder."""
    return sorted(path for path in folder.rglob("*"))


def uses_of_a_model(store, name, tmp_path):
    """Return everything that takes the name of a model."""
    return {
        "save": lambda: store.save(name, model(1)),
        "load": lambda: store.load(name),
        "load 1": lambda: store.load(name, 1),
        "versions": lambda: store.versions(name),
        "latest": lambda: store.latest(name),
        "manifest": lambda: store.manifest(name),
        "compare": lambda: store.compare(name, 1, 1),
        "verify": lambda: store.verify(name or ".."),
        "set_alias": lambda: store.set_alias(name, "production", 1),
        "rollback": lambda: store.rollback(name, "production"),
        "aliases": lambda: store.aliases(name),
        "history": lambda: store.history(name, "production"),
        "delete": lambda: store.delete(name, 1),
        "gc": lambda: store.gc(name or ".."),
        "export_": lambda: store.export_(name, 1, tmp_path / "out.zip"),
        "import_": lambda: store.import_(tmp_path / "in.zip", name=name or ".."),
    }


def uses_of_an_alias(store, alias):
    """Return everything that takes the name of an alias."""
    return {
        "save": lambda: store.save(NAME, model(1), alias=alias),
        "set_alias": lambda: store.set_alias(NAME, alias, 1),
        "rollback": lambda: store.rollback(NAME, alias),
        "history": lambda: store.history(NAME, alias),
    }


@pytest.fixture
def store(tmp_path):
    """Return a store of one version, with an exported one beside it."""
    store = ModelStore(tmp_path / "deep" / "store")
    store.save(NAME, model(1), metrics={"seed": 1}, alias="production")
    store.export_(NAME, 1, tmp_path / "in.zip")
    return store


@pytest.mark.parametrize("kind", ["model", "alias"])
def test_a_name_that_is_none_is_refused_everywhere_and_leaves_no_trace(kind, store, tmp_path):
    before = tree(tmp_path)
    for name in [*BAD, *NOT_TEXT]:
        if kind == "alias" and name is None:
            continue  # says that no alias is wanted
        uses = uses_of_a_model(store, name, tmp_path) if kind == "model" else uses_of_an_alias(store, name)
        for use, call in uses.items():
            with pytest.raises(BadName):
                pytest.fail(f"{use} of {name!r} gave {call()!r}")
    assert tree(tmp_path) == before


def test_a_reference_to_nothing_loads_nothing(store, tmp_path):
    before = tree(tmp_path)
    nothing = [name for name in BAD if name != "latest"]
    for ref in [*nothing, "other", 0, -1, 2, 10**30, 1.0, b"production", ("production",)]:
        for use in (store.load, store.manifest):
            with pytest.raises(StoreError):
                pytest.fail(f"{use.__name__} of {ref!r} gave {use(NAME, ref)!r}")
    assert tree(tmp_path) == before


OUTSIDE = ["../../victim", "blobs/../../../victim", "/{root}/victim", "..", "", "versions/1.json"]


@pytest.mark.parametrize("file", OUTSIDE)
def test_a_record_that_names_a_file_elsewhere_reaches_nothing(file, store, tmp_path):
    """Written by somebody who may write to the store, with a seal that fits."""
    victim = tmp_path / "deep" / "victim"
    victim.write_bytes(b"not of this store")
    forged(store, file.replace("{root}", str(victim.parent).lstrip("/")), victim)
    before = tree(tmp_path)
    for use in (store.load, store.delete, partial(store.export_, path=tmp_path / "out.zip")):
        with pytest.raises(StoreError):
            use(NAME, 2)
    with contextlib.suppress(StoreError):
        store.gc()
    assert store.verify()
    assert victim.read_bytes() == b"not of this store"
    assert set(before) <= set(tree(tmp_path))


def forged(store, file, like):
    """Append a version whose payload is the given file, with the right size and checksum."""
    log = store._shelf(NAME).log
    record = {key: value for key, value in log.read(1).items() if key != "at"}
    data = like.read_bytes()
    record["payload"] |= {"file": file, "size": len(data), "algorithm": "sha256"}
    record["payload"] |= {"digest": hashlib.sha256(data).hexdigest()}
    assert log.append(record) == 2


@pytest.mark.parametrize("name", ["..", "../evil", "/evil", "a/b", "con"])
def test_a_package_from_elsewhere_cannot_leave_the_store(name, store, tmp_path):
    package = tmp_path / "package.zip"
    with zipfile.ZipFile(tmp_path / "in.zip") as box, zipfile.ZipFile(package, "w") as changed:
        for member in box.namelist():
            data = box.read(member)
            if member == "record.json":
                line = data.partition(b"\n")[0].replace(b"m/versions", f"{name}/versions".encode())
                seal = {"sha256": hashlib.sha256(line).hexdigest()}
                data = line + b"\n" + json.dumps(seal).encode()
            changed.writestr(member, data)
    before = tree(tmp_path)
    with pytest.raises(StoreError):
        store.import_(package)
    assert tree(tmp_path) == before
    assert seed_of(store.load(NAME)) == 1
