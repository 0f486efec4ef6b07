"""Checks of 06d, in teaching order. Crashes are played in the student's process and judged here."""

import pytest

MARKS = (11, 22, 33, 44, 55, 66)
"""Each model that is saved carries one of these; so it is known which model came back."""


SEEN = {}
"""What was seen of the last submission: several checks ask about the same trials."""


@pytest.fixture
def asked(submission, desk, tmp_path):
    """Have something happen at every call of a save, and give what was seen each time."""
    key = desk.target.files["answer.py"].read_bytes()
    if key not in SEEN:
        SEEN.clear()
        SEEN[key] = {}

    def ask(what):
        if what not in SEEN[key]:
            SEEN[key][what] = getattr(submission.probes, what)(tmp_path, MARKS)
        calls = {each["at"]: each["call"] for each in SEEN[key][what] if each["call"] != "end"}
        listed = ", ".join(f"{at} {call}" for at, call in list(calls.items())[:12])
        desk.calls[:] = [f"save calls {listed}"] if listed else []
        return SEEN[key][what]

    return ask


def words(result):
    """Say what a call came to."""
    if "gave" in result:
        return f"gave {result['gave']!r}"[:60]
    if "raised" in result:
        return f"raised {result['raised']}: {result['says']}"
    return "waits for ever" if result["ended"] == "Stuck" else "was killed"


def expect_versions(seen, when):
    """Expect that versions() works."""
    if isinstance(seen["versions"], dict):
        raise AssertionError(f"{when}, versions() {words(seen['versions'])}")


def expect_old(seen, when):
    """Expect the two versions that were there before, as they were."""
    expect_versions(seen, when)
    for number, mark in ((1, MARKS[0]), (2, MARKS[1])):
        found = seen["marks"].get(str(number), "no such version")
        assert found == mark, f"{when}, load({number}) comes to: {described(found)}; it was saved before"


def expect_whole(seen, when):
    """Expect that every version that is listed can be loaded, and that the newest is the last of them."""
    expect_versions(seen, when)
    for number in seen["versions"]:
        found = seen["marks"][str(number)]
        assert found in MARKS, f"{when}, versions() gives {number}, and load({number}) comes to: {found}"
    newest = seen["marks"].get(str(max(seen["versions"], default=0)))
    assert seen["newest"] == newest, f"{when}, load() comes to: {described(seen['newest'])}"


def described(found):
    """Say which model came back."""
    return f"the model that was saved as number {MARKS.index(found) + 1}" if found in MARKS else found


def test_it_works_as_long_as_nothing_happens(submission, tmp_path):
    """Four models are saved one after the other, and loaded.

    That is what the program could do before it was changed. The folder counts as a disk of its own: what is
    written elsewhere cannot be renamed or linked into it.
    """
    first, second = submission.probes.new_folders(tmp_path, 2)
    number = submission.save(first, {"mark": 1})
    assert number == 1, f"the first save gave {number!r}, expected 1"
    again = submission.load(first, 1)
    assert again == {"mark": 1}, f"load(1) gave {again!r}, expected the dict that was saved"
    found = submission.probes.plain(second, MARKS)
    for n, result in enumerate(found["numbers"]):
        before = [each["gave"] for each in found["numbers"][:n]]
        number = result.get("gave")
        right = type(number) is int and number > max(before, default=0) and (n > 1 or number == n + 1)
        assert right, f"after the numbers {before} save {words(result)}"
    expect_whole(found["seen"], "after four saves")
    marks = list(found["seen"]["marks"].values())
    assert marks == list(MARKS[:4]), (
        f"four models were saved, and versions() gives {found['seen']['versions']}"
    )
    kinds = found["missing"].get("kinds", [])
    assert "LookupError" in kinds, f"there is no version 99, and load(99) {words(found['missing'])}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_a_kill_leaves_what_was_there(asked):
    """A save is killed at each of its calls; then the two versions from before are loaded.

    Saving a version must not touch an older one, nor anything that is needed to find it.
    """
    for each in asked("kills"):
        expect_old(each["before"], f"killed {each['where']} (call {each['at']})")


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_a_killed_save_is_seen_whole_or_not_at_all(asked):
    """A save is killed at each of its calls; then everything that versions() gives is loaded.

    A version becomes visible in one step, when all of it is there. Until then, nobody may take what lies in
    the folder for a version.
    """
    for each in asked("kills"):
        expect_whole(each["before"], f"killed {each['where']} (call {each['at']})")


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_the_next_save_goes_on_after_a_kill(asked):
    """A save is killed at each of its calls; then another process saves.

    What a killed process has left behind stays there: nobody comes to tidy up. It must not be in the way.
    """
    for each in asked("kills"):
        when = f"after a kill {each['where']} (call {each['at']})"
        number = each["next"].get("gave")
        assert type(number) is int, f"{when} the next save {words(each['next'])}"
        taken = each["before"]["versions"]
        assert number not in taken, f"{when} the next save gave {number} again"
        found = each["after"]["marks"].get(str(number), "no such version")
        wanted = MARKS[3]
        assert found == wanted, f"{when} the next save gave {number}, and load({number}) comes to: {found}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_four_savers_get_four_numbers(asked):
    """Each of four savers is stopped at one of its calls while the next one saves; for each call.

    Between looking which number is free and taking it, somebody else can take it. The two have to be one
    step, which only one saver can make.
    """
    for each in asked("races"):
        when = f"four savers, each stopped before {each['call']} (call {each['at']})"
        for result in each["results"]:
            assert "gave" in result, f"{when}: a save {words(result)}"
        numbers = [result["gave"] for result in each["results"]]
        assert len(set(numbers)) == 4, f"{when}, got the numbers {', '.join(map(str, sorted(numbers)))}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_each_saver_finds_its_own_model(asked):
    """Four savers as before; then each loads the number that it got.

    A saver was told a number. Under it there has to be what this saver has saved, and nothing of another one.
    """
    for each in asked("races"):
        when = f"four savers, each stopped before {each['call']} (call {each['at']})"
        expect_old(each["seen"], when)
        for n, result in enumerate(each["results"]):
            number = result.get("gave")
            found = each["seen"]["marks"].get(str(number), "no such version")
            right = found == MARKS[2 + n]
            assert right, f"{when}: one got the number {number}, and load({number}) comes to {other(found)}"


def other(found):
    """Say what came back that was not wanted."""
    return "the model of another one" if found in MARKS else f"this: {found}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_a_full_disk_is_reported(asked):
    """The disk refuses a call of the save; if save gives a number nevertheless, the power fails.

    Whoever saved has to learn that the disk refused. A number means: it is there, and stays. That holds for a
    refused fsync as well.
    """
    for each in asked("full_disks"):
        result, when = each["result"], each["where"]
        if "raised" not in result:
            whole = each["before"]["marks"].get(str(result.get("gave"))) == MARKS[2]
            end = ", and after a power cut the version is not there" if "gave" in result else ""
            assert whole, f"{when}, save {words(result)}{end}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_a_full_disk_leaves_nothing_behind(asked):
    """The disk was full during a save; the folder is looked at; then there is room, and a model is saved.

    A part of a model is of no use to anybody, and takes the room that the next save needs. Here the process
    lives on and can tidy up.
    """
    for each in asked("full_disks"):
        when = each["where"]
        expect_old(each["before"], when)
        expect_whole(each["before"], when)
        left = sorted(set(each["files"]) - set(each["files before"]))
        seen = MARKS[2] in each["before"]["marks"].values()
        assert seen or not left, f"{when}, and a file is left: {left[0][:50]}"
        number = each["next"].get("gave")
        found = each["after"]["marks"].get(str(number))
        assert found == MARKS[3], f"{when}; when there was room again, save {words(each['next'])}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_a_power_cut_leaves_whole_versions(asked):
    """The power fails at each call of a save: bytes that were not synced are lost; names not synced may be.

    The disk may take a new name before the bytes that it stands for. A name is given when the bytes are safe.
    """
    for each in asked("power_cuts"):
        if each["call"] != "end":
            when = f"the power failed before {each['call']} (call {each['at']})"
            expect_old(each["before"], when)
            expect_whole(each["before"], when)
            found = each["after"]["marks"].get(str(each["next"].get("gave")))
            assert found == MARKS[3], f"{when}, and the next save {words(each['next'])}"


@pytest.mark.after("test_it_works_as_long_as_nothing_happens")
def test_what_was_saved_survives_a_power_cut(asked):
    """The power fails right after save has returned a number.

    Bytes and name have to be on the disk by then. A name is kept in its folder, and the folder has to be
    synced like a file.
    """
    for each in asked("power_cuts"):
        if each["call"] == "end":
            expect_old(each["before"], "the power failed after save")
            number = each["result"].get("gave")
            found = each["before"]["marks"].get(str(number), "no such version")
            right = found == MARKS[2]
            assert right, f"save gave {number}, the power failed, and load({number}) comes to: {found}"
