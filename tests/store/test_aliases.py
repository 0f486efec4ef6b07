import pytest

from rehydrate.errors import BrokenRecord, NotInStore, StoreError
from rehydrate.store import _aliases


def pointing(store, *versions):
    for version in versions:
        store.set_alias("churn", "production", version)


def rolled_back(store):
    """Roll back until there is nothing earlier, and return where the alias was on the way."""
    seen = []
    while True:
        try:
            seen.append(store.rollback("churn", "production"))
        except NotInStore:
            return seen
        assert store.aliases("churn") == {"production": seen[-1]}


def test_an_alias_points_at_what_it_was_moved_to_last(filled):
    pointing(filled, 1, 3, 2)
    assert filled.aliases("churn") == {"production": 2}
    assert filled.load("churn", "production") == {"number": 2}


def test_the_history_has_every_move_and_loses_none(filled):
    pointing(filled, 1, 2)
    filled.rollback("churn", "production")
    moves = filled.history("churn", "production")
    assert [(move.number, move.version, move.restores) for move in moves] == [(1, 1, 0), (2, 2, 0), (3, 1, 1)]
    assert all(move.created.endswith("+00:00") for move in moves)
    assert [move.created for move in moves] == sorted(move.created for move in moves)


@pytest.mark.parametrize(
    ("moves", "back"),
    [
        ([1], []),
        ([1, 2], [1]),
        ([1, 2, 3], [2, 1]),
        ([1, 2, 3, 2], [3, 2, 1]),
        ([1, 1, 2, 2], [1]),
        ([2, 2], []),
        ([3, 1, 3], [1, 3]),
    ],
)
def test_rolling_back_goes_further_back_each_time_and_ends(filled, moves, back):
    pointing(filled, *moves)
    assert rolled_back(filled) == back


def test_after_a_rollback_and_a_new_move_the_way_back_leads_past_the_bad_version(filled):
    pointing(filled, 1, 2)  # 2 was bad
    filled.rollback("churn", "production")
    pointing(filled, 3)
    assert rolled_back(filled) == [1]


def test_a_deleted_version_is_skipped(filled):
    pointing(filled, 1, 2, 3)
    filled.delete("churn", 2)
    assert filled.rollback("churn", "production") == 1


def test_an_alias_is_only_pointed_at_a_version_that_is_there(filled):
    filled.delete("churn", 2)
    for version in (2, 4, 0, -1):
        with pytest.raises(NotInStore):
            filled.set_alias("churn", "production", version)
    assert filled.aliases("churn") == {}
    assert filled.history("churn", "production") == []


def test_an_alias_that_never_was_is_refused_by_name(filled):
    pointing(filled, 1)
    for act in (filled.load, filled.manifest, filled.rollback):
        with pytest.raises(NotInStore, match=r"no alias 'staging'.\n  why: its aliases: production"):
            act("churn", "staging")


def test_two_rollbacks_at_the_same_moment_are_one_step(filled, monkeypatch):
    pointing(filled, 1, 2, 3)
    log = filled._shelf("churn").alias("production")
    assert filled.rollback("churn", "production") == 2
    monkeypatch.setattr(log, "newest", lambda: 3)  # what the other one saw
    assert _aliases.roll_back(log, [1, 2, 3]) == 2
    assert filled.aliases("churn") == {"production": 2}


def test_a_rollback_does_not_undo_a_move_that_it_did_not_see(filled, monkeypatch):
    pointing(filled, 1, 2)
    log = filled._shelf("churn").alias("production")
    pointing(filled, 3)
    monkeypatch.setattr(log, "newest", lambda: 2)
    with pytest.raises(StoreError, match="somebody else moved it to version 3"):
        _aliases.roll_back(log, [1, 2, 3])
    assert filled.aliases("churn") == {"production": 3}


def test_a_record_that_is_no_move_is_named(filled):
    log = filled._shelf("churn").alias("production")
    log.append({"something": "else"})
    with pytest.raises(BrokenRecord, match=r"aliases/production/1\.json cannot be read"):
        filled.load("churn", "production")


def test_a_stray_file_among_the_aliases_is_no_alias(filled, tmp_path):
    pointing(filled, 1)
    (tmp_path / "models" / "churn" / "aliases" / ".DS_Store").write_bytes(b"")
    (tmp_path / "models" / "churn" / "aliases" / "staging").mkdir()  # its first move was cut off
    assert filled.aliases("churn") == {"production": 1}
    assert filled.verify() == []
