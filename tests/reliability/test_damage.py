"""Files that were changed or cut short: the right model or an error, never another model."""

import random
from functools import partial

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from rehydrate.errors import FormatError, StoreError
from rehydrate.store import ModelStore

from .acts import NAME, model, seed_of
from .soak import often

X, Y = make_classification(4000, 32, random_state=0)
MODELS = {
    "pipeline": lambda: make_pipeline(StandardScaler(), LogisticRegression()).fit(X, Y),
    "big array": lambda: KNeighborsClassifier(algorithm="brute").fit(X, Y),  # 1 MB, so that it is mapped
    "forest": lambda: RandomForestClassifier(20, max_depth=8, random_state=0).fit(X, Y),
}
FLIPS, CUTS = 100, 30


def flips(data, n, seed=0):
    """Yield copies of some bytes, each with one bit flipped, n of them chosen by chance or all."""
    bits = range(8 * len(data))
    for bit in random.Random(seed).sample(bits, min(n, len(bits))):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield f"bit {bit} flipped", bytes(changed)


def cuts(data, n, seed=0):
    """Yield copies of some bytes that were cut short, n of them chosen by chance or all; one is empty."""
    sizes = {0, *random.Random(seed).sample(range(len(data)), min(n, len(data)) - 1)}
    for size in sorted(sizes):
        yield f"cut to {size} bytes", data[:size]


def damaged(path, n_flips, n_cuts):
    """Put damaged bytes in the place of a file, one damage after the other, and in the end the right ones."""
    whole, mode = path.read_bytes(), path.stat().st_mode
    path.chmod(0o644)
    for damage, data in [*flips(whole, n_flips), *cuts(whole, n_cuts)]:
        path.write_bytes(data)
        yield damage
    path.write_bytes(whole)
    path.chmod(mode)


@pytest.mark.parametrize("digest", often(["blake3"], ["blake3", "sha256"]))
@pytest.mark.parametrize("kind", MODELS)
def test_no_damage_to_a_payload_goes_unnoticed(kind, digest, tmp_path):
    store = ModelStore(tmp_path, digest=digest)
    expected = MODELS[kind]().predict_proba(X[:50])
    store.save(NAME, MODELS[kind](), golden=X[:5])
    n_noticed = 0
    for damage in damaged(tmp_path / NAME / store.manifest(NAME).payload.file, FLIPS, CUTS):
        with pytest.raises((StoreError, FormatError)):
            assert store.load(NAME).predict_proba(X[:50]) is None, damage
        n_noticed += 1
    assert n_noticed == FLIPS + CUTS
    assert [problem.kind for problem in store.verify()] == []
    assert np.array_equal(store.load(NAME).predict_proba(X[:50]), expected)
    print(f"{kind}, {digest}: {FLIPS} flips and {CUTS} cuts, all noticed")


@pytest.fixture
def store(tmp_path):
    """Return a store of three versions, the second of them deleted, whose alias was moved twice."""
    store = ModelStore(tmp_path)
    for seed in (1, 2, 3):
        store.save(NAME, model(seed), metrics={"seed": seed})
    store.set_alias(NAME, "production", 1)
    store.set_alias(NAME, "production", 3)
    store.delete(NAME, 2)
    return store


def looks(store):
    """Return ways to look at a store; each gives plain data."""
    refs = (1, 2, 3, None, "production")
    looks = {f"load {ref}": lambda ref=ref: seed_of(store.load(NAME, ref)) for ref in refs}
    looks |= {f"manifest {number}": lambda n=number: vars(store.manifest(NAME, n)) for number in (1, 2, 3)}
    looks |= {each: partial(getattr(store, each), NAME) for each in ("versions", "latest", "aliases")}
    return looks | {"history": partial(store.history, NAME, "production")}


def look(how):
    """Return what is seen, or the kind of error."""
    try:
        return how()
    except StoreError as error:
        return type(error)


@pytest.mark.parametrize(
    "file",
    [
        "versions/1.json",
        "versions/3.json",
        "versions/hint",
        "versions/2.deleted",
        "aliases/production/2.json",
    ],
)
def test_no_damage_to_a_record_shows_anything_wrong(file, store, tmp_path):
    """With a changed record the store says what it said before, or it raises an error."""
    whole = {name: look(how) for name, how in looks(store).items()}
    assert whole["load None"] == whole["load production"] == 3
    n_damages = n_noticed = 0
    for damage in damaged(tmp_path / NAME / file, *often((150, 30), (10**6, 10**6))):
        found = {name: look(how) for name, how in looks(store).items()}
        for name, thing in found.items():
            assert thing == whole[name] or isinstance(thing, type), (name, damage)
        n_damages += 1
        n_noticed += found != whole
        if file.endswith(".json"):
            assert (found != whole) == bool(store.verify()), damage
    assert {name: look(how) for name, how in looks(store).items()} == whole
    print(f"{file}: {n_damages} damages, {n_noticed} noticed and told, the others changed nothing")


@pytest.mark.parametrize("kind", ["payload", "versions/{}.json", "aliases/production/{}.json"])
def test_a_whole_file_in_the_place_of_another_is_noticed(kind, store, tmp_path):
    """Copied from version or move 1 to that of the newest, with everything in it right but its place."""
    newest = 2 if kind.startswith("aliases") else 3
    old, new = (
        tmp_path / NAME / (store.manifest(NAME, n).payload.file if kind == "payload" else kind.format(n))
        for n in (1, newest)
    )
    new.unlink()
    new.write_bytes(old.read_bytes())
    with pytest.raises(StoreError, match=new.name):
        store.load(NAME, "production")
    assert {problem.kind for problem in store.verify()} <= {"ChecksumMismatch", "BrokenRecord"}
    assert store.verify()


@pytest.mark.parametrize("file", ["payload", "versions/1.json", "aliases/production/1.json"])
def test_a_file_that_is_lost_is_told_by_verify(file, store, tmp_path):
    lost = store.manifest(NAME, 1).payload.file if file == "payload" else file
    (tmp_path / NAME / lost).unlink()
    assert store.verify()
    assert seed_of(store.load(NAME)) == 3
    assert store.save(NAME, model(4)) == 4


def test_gc_removes_nothing_while_a_record_cannot_be_read(store, tmp_path):
    record = tmp_path / NAME / "versions/1.json"
    whole = record.read_bytes()
    record.write_bytes(whole[:100])
    with pytest.raises(StoreError, match="1.json"):
        store.gc()
    record.write_bytes(whole)
    assert seed_of(store.load(NAME, 1)) == 1
