import json

import pytest

from rehydrate.errors import BrokenRecord
from rehydrate.store._disk import Folder
from rehydrate.store._records import Log


@pytest.fixture
def log(tmp_path):
    return Log(Folder(str(tmp_path)), "churn/versions", None, ())


@pytest.fixture
def place(tmp_path):
    return tmp_path / "churn" / "versions"


def test_records_are_numbered_from_one_and_come_back(log):
    assert [log.append({"n": n}) for n in "abc"] == [1, 2, 3]
    assert log.numbers() == [1, 2, 3]
    assert [log.read(number)["n"] for number in log.numbers()] == ["a", "b", "c"]


def test_an_empty_log_has_no_newest(log):
    assert log.newest() == 0
    with pytest.raises(FileNotFoundError):
        log.read(1)


@pytest.mark.parametrize(
    "hint", [None, b"", b"1", b"3", b"7", b"-1", b"x", b"\xff", b"0", b"99999999999999999999"]
)
def test_whatever_the_hint_says_the_newest_is_found(log, place, hint):
    for n in range(3):
        log.append({"n": n})
    (place / "hint").unlink()
    if hint is not None:
        (place / "hint").write_bytes(hint)
    assert log.newest() == 3
    assert log.append({}) == 4
    assert log.numbers() == [1, 2, 3, 4]


def test_with_a_hint_no_list_is_read(log, monkeypatch):
    for n in range(3):
        log.append({"n": n})
    monkeypatch.setattr(log.backend, "names", lambda folder: pytest.fail("the folder was listed"))
    assert log.newest() == 3
    assert log.append({}) == 4


def test_files_that_are_no_records_are_not_looked_at(log, place):
    log.append({})
    for name in (".2.json.abc", "02.json", "2.json.bak", "x.json", "2.JSON", "0.json", "-2.json", "²2.json"):
        (place / name).write_text("rubbish")
    (place / "hint").unlink()
    assert log.numbers() == [1]
    assert log.newest() == 1


def test_a_record_is_read_by_any_json_reader_line_by_line(log, place):
    log.append({"text": "größe\n2", "number": 0.1})
    line, seal = (place / "1.json").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"at": "churn/versions/1.json", "text": "größe\n2", "number": 0.1}
    assert list(json.loads(seal)) == ["sha256", "id"]


def test_any_changed_byte_of_a_record_is_noticed(log, place):
    log.append({"metrics": {"accuracy": 0.97}, "text": "a b"})
    path = place / "1.json"
    whole = path.read_bytes()
    line = whole.index(b"\n")
    for position in range(len(whole) - 1):
        for bit in (0x01, 0x20, 0x80):
            path.write_bytes(whole[:position] + bytes([whole[position] ^ bit]) + whole[position + 1 :])
            try:
                record = log.read(1)
            except BrokenRecord as error:
                assert str(path) in error.what
            else:  # JSON does not mind which blank is used behind the line that the seal protects
                assert position >= line
                assert record["metrics"] == {"accuracy": 0.97}


def test_a_record_that_was_cut_short_is_noticed(log, place):
    log.append({"n": 1})
    whole = (place / "1.json").read_bytes()
    for length in range(len(whole) - 2):
        (place / "1.json").write_bytes(whole[:length])
        with pytest.raises(BrokenRecord, match=r"1\.json cannot be read as a record"):
            log.read(1)


@pytest.mark.parametrize("data", [b"\n\n", b"[]\n[]\n", b"{}\n{}\n", b"null\nnull", b"[" * 100_000 + b"\n{}"])
def test_what_was_never_a_record_is_refused(log, place, data):
    log.append({})
    (place / "1.json").write_bytes(data)
    with pytest.raises(BrokenRecord):
        log.read(1)


def test_a_record_that_was_copied_to_another_place_is_not_believed_there(log, place):
    log.append({"n": 1})
    (place / "2.json").write_bytes((place / "1.json").read_bytes())
    with pytest.raises(BrokenRecord, match=r"written as churn/versions/1\.json"):
        log.read(2)


def test_a_number_that_is_asked_for_is_taken_or_nothing(log):
    log.append({"n": "a"})
    assert log.append({"n": "b"}, number=2) == 2
    with pytest.raises(FileExistsError):
        log.append({"n": "c"}, number=2)
    assert log.numbers() == [1, 2]


def test_a_lost_hint_does_not_undo_a_commit(log, monkeypatch):
    def full(key, data):
        raise OSError("no space")

    monkeypatch.setattr(log.backend, "note", full)
    assert log.append({}) == 1
    assert log.append({}) == 2


def test_a_record_holds_no_number_that_json_does_not_know(log):
    with pytest.raises(ValueError, match="Out of range"):
        log.append({"n": float("nan")})
    assert log.numbers() == []
