"""Readers beside a writer and a cleaner: who asks for the newest version or an alias gets a whole model."""

import pytest

from rehydrate.store import ModelStore

from .acts import NAME, model
from .soak import often

READERS, LOADS = often((2, 100), (2, 1000))


@pytest.mark.linux  # elsewhere a file that somebody reads cannot always be removed
def test_no_read_fails_while_others_save_and_delete_and_gc(tmp_path, together):
    root, stop = tmp_path / "store", tmp_path / "stop"
    ModelStore(root).save(NAME, model(0), metrics={"seed": 0}, alias="production")
    until = {"stop": str(stop)}
    writer, cleaner, *readers = together(
        ("write_until", root, until),
        ("clean_until", root, until),
        *[("read", root, {"n": LOADS})] * READERS,
    )
    results = [reader.result() for reader in readers]
    stop.touch()
    saved, (deleted, collected) = writer.result(), cleaner.result()
    gone = sum(result[0] for result in results)
    wrong = [each for result in results for each in result[1]]
    print(f"{READERS * LOADS} loads, {len(wrong)} failed, {gone} of a number that was deleted just then,")
    print(f"beside {saved} saves, {deleted} deletions and {collected} files collected")
    assert wrong == []
    assert saved > 0
    assert deleted > 0
    assert ModelStore(root).verify() == []
