"""One test that goes through the life of a store, and one for what is refused."""

import pytest


def test_the_life_of_a_store(tmp_path, save, load, versions, delete):
    shop = tmp_path / "deep" / "shop"
    assert versions(shop) == []
    known = {}
    for n in range(1, 14):
        thing = [n % 13]  # the last is [0], and an equal one is saved below
        number = save(shop, thing)
        assert number > max(known, default=0)
        known[number] = [n % 13]
        thing.append("changed")
    again = save(shop, [0])
    assert again not in known
    known[again] = [0]
    everything = sorted(known)
    while known:
        assert versions(shop) == sorted(known)
        assert {number: load(shop, number) for number in known} == known
        load(shop, min(known))
        assert load(shop) == known[max(known)]
        for gone in {max(known), min(known)}:
            delete(shop, gone)
            del known[gone]
    assert save(shop, ["new"]) > everything[-1]


def test_what_is_not_there(tmp_path, save, load, delete):
    first = save(tmp_path, "only")
    for missing in (first + 1, first - 1, 1000):
        for ask in (load, delete):
            try:
                ask(tmp_path, missing)
            except LookupError:
                pass
            else:
                pytest.fail("nobody said that it is not there")
    assert save(tmp_path / "second", "only") == 1
