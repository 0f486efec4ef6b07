"""The command line of the store: src/rehydrate/cli/store.py."""

import json

import pytest
from typer.testing import CliRunner

from rehydrate.cli.store import store as commands
from rehydrate.errors import RehydrateError

from .conftest import overwrite


@pytest.fixture
def run(filled, tmp_path, monkeypatch):
    """Run a command on the store of the fixture ``filled``; returns exit status and output."""
    monkeypatch.setenv("REHYDRATE_STORE", str(tmp_path / "models"))
    monkeypatch.setenv("COLUMNS", "160")

    def command(*words):
        result = CliRunner().invoke(commands, [*map(str, words)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return command


def next_words(out):
    """Return the words of the command that is suggested last."""
    words = out.rstrip().rpartition("rehydrate store ")[2].split()
    return words[: words.index("--store")]


def test_each_list_leads_to_the_next_command(run, filled):
    filled.set_alias("churn", "production", 2)
    status, out = run("list")
    assert status == 0
    assert "production = 2" in out
    status, out = run(*next_words(out))
    assert [word in out for word in ("accuracy 0.3", "production", "pickle")] == [True] * 3
    status, out = run(*next_words(out))
    assert json.loads(out)["version"] == 3


def test_lists_are_json_for_machines(run):
    row = {"name": "churn", "versions": 3, "latest": 3, "aliases": ""}
    assert json.loads(run("list", "--json")[1]) == [row]
    assert [row["version"] for row in json.loads(run("list", "churn", "--json")[1])] == [1, 2, 3]


def test_one_broken_record_does_not_hide_the_other_versions(run, tmp_path):
    (tmp_path / "models" / "churn" / "versions" / "2.json").write_bytes(b"")
    out = run("list", "churn")[1]
    assert "accuracy 0.1" in out
    assert "BrokenRecord" in out
    assert "accuracy 0.3" in out


def test_an_empty_store_is_told_so(run, tmp_path):
    assert run("list", "--store", tmp_path / "empty") == (0, f"Nothing is saved in {tmp_path / 'empty'}.\n")
    assert run("verify", "--store", tmp_path / "empty")[0] == 0


def test_verify_ends_with_1_and_a_way_back_if_something_is_wrong(run, filled, path_of):
    filled.set_alias("churn", "production", 2)
    assert run("verify") == (0, "0 wrong of 4 versions and aliases.\n")
    overwrite(path_of(filled, "churn", 2), b"x")
    status, out = run("verify")
    assert status == 1
    assert "WRONG churn@2  ChecksumMismatch" in out
    assert "rehydrate store rollback churn production" in out
    assert run("verify", "churn@1")[0] == 0
    status, out = run("verify", "churn@production", "--json")
    assert (status, json.loads(out)[0]["kind"]) == (1, "ChecksumMismatch")


def test_check_says_whether_the_predictions_are_the_same(run, filled, model, X, monkeypatch):
    filled.save("churn", model, golden=X[:3])
    status, out = run("check", "churn")
    assert (status, "churn@4 predicts what it did" in out) == (0, True)
    monkeypatch.setattr(type(model), "predict", lambda self, X: X[:, 0])
    status, out = run("check", "churn@4")
    assert (status, "churn@4 DOES NOT predict" in out) == (1, True)


def test_promote_and_rollback_move_an_alias_and_history_tells(run, filled):
    assert "churn@production is version 1 now" in run("promote", "churn@1", "production")[1]
    status, out = run("promote", "churn", "production")
    assert "churn@production is version 3 now" in out
    assert "churn@production is version 1 again" in run(*next_words(out))[1]
    moves = json.loads(run("history", "churn", "production", "--json")[1])
    assert [(move["version"], move["restores"]) for move in moves] == [(1, 0), (3, 0), (1, 1)]
    assert filled.aliases("churn") == {"production": 1}


def test_compare_lists_old_and_new(run):
    rows = json.loads(run("compare", "churn", "1", "3", "--json")[1])
    assert {"what": "metrics.accuracy", "old": 0.1, "new": 0.3} in rows
    assert "metrics.accuracy" in run("compare", "churn", "1", "3")[1]


def test_delete_and_gc_remove_files(run, filled, tmp_path):
    assert run("delete", "churn", "2")[0] == 0
    assert filled.versions("churn") == [1, 3]
    (tmp_path / "models" / "churn" / "blobs" / "0a.pkl").write_bytes(b"x")
    assert json.loads(run("gc", "--json")[1]) == ["churn/blobs/0a.pkl"]
    assert run("gc")[1] == "Files removed: 0.\n"


def test_export_and_import_carry_a_version(run, filled, tmp_path):
    assert run("export", "churn@2", tmp_path / "c.zip")[0] == 0
    status, out = run("import", tmp_path / "c.zip", "--name", "price")
    assert "is version 1 now" in out
    assert filled.load("price") == {"number": 2}


def test_keys_sign_and_check(run, tmp_path):
    assert run("keys", tmp_path / "key")[0] == 0
    assert run("export", "churn@2", tmp_path / "c.zip")[0] == 0
    run("import", tmp_path / "c.zip", "--name", "price", "--sign-with", tmp_path / "key")
    assert run("verify", "price", "--trust", tmp_path / "key.pub")[0] == 0
    assert run("verify", "churn", "--trust", tmp_path / "key.pub")[0] == 1


@pytest.mark.parametrize(
    "words", ["show churn@9", "show ../evil", "promote churn@9 production", "delete churn 9"]
)
def test_errors_are_said_in_our_words(run, words):
    with pytest.raises(RehydrateError, match="fix: "):
        run(*words.split())


def test_the_program_ends_with_2_and_words_on_an_error(rehydrate, filled, tmp_path):
    result = rehydrate("store", "show", "churn@9", "--store", tmp_path / "models")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("NotInStore: churn in ")
    assert f"fix: see what there is: rehydrate store list churn --store {tmp_path / 'models'}" in result.err
