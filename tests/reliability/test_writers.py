"""Several processes that write at once: every version is there once, and every move of an alias."""

import pytest

from rehydrate.store import ModelStore

from .acts import NAME, model, seed_of
from .soak import often

WRITERS, SAVES = often((4, 8), (8, 25))
MOVERS, MOVES = often((4, 8), (8, 25))


@pytest.fixture(params=["folder", "folder without hard links", "s3"])
def place(request, tmp_path):
    """Return where a store may be, and how to write there: a folder, or a bucket of a server beside us."""
    if request.param == "s3":
        return request.getfixturevalue("s3").new_bucket(), {}
    return tmp_path / "store", {"hard_links": request.param == "folder"}


def test_no_version_of_many_writers_is_lost_or_doubled(place, together):
    root, options = place
    orders = [("save", root, {"seed": 1000 * i, "n": SAVES, **options}) for i in range(WRITERS)]
    results = [actor.result() for actor in together(*orders)]
    saved = [pair for result in results for pair in result]
    assert sorted(number for number, _ in saved) == list(range(1, WRITERS * SAVES + 1))
    store = ModelStore(root)
    assert store.versions(NAME) == list(range(1, WRITERS * SAVES + 1))
    for number, seed in saved:
        assert seed_of(store.load(NAME, number)) == seed
        assert store.manifest(NAME, number).metrics == {"seed": seed}
    assert store.verify() == []


def test_no_move_of_many_movers_is_lost(place, together):
    root, options = place
    store = ModelStore(root)
    for version in range(1, MOVERS + 1):
        assert store.save(NAME, model(version)) == version
    orders = [
        ("set_alias", root, {"versions": [version] * MOVES, **options}) for version in range(1, MOVERS + 1)
    ]
    results = [actor.result() for actor in together(*orders)]
    assert results == [None] * MOVERS
    moves = store.history(NAME, "production")
    assert [move.number for move in moves] == list(range(1, MOVERS * MOVES + 1))
    assert sorted(move.version for move in moves) == sorted(list(range(1, MOVERS + 1)) * MOVES)
    assert store.aliases(NAME) == {"production": moves[-1].version}
    assert store.verify() == []
