"""Implementations are found beside the checks, and their names lead nowhere."""

from rehydrate.lab.kinds import neutral
from rehydrate.lab.kinds.programs import IDLE, Programs


def made(tmp_path, *names):
    """Make an exercise with these implementations and read them."""
    checks = tmp_path / "exercises" / "90a_x" / "test_exercise.py"
    solutions = tmp_path / "solutions" / "90a_x"
    solutions.mkdir(parents=True)
    for name in names:
        text = (
            f'"""Is {name}.\n\nHint: It is\n{name}.\n\nMore.\n"""\n\n\ndef act(n):\n    return {len(name)}\n'
        )
        (solutions / f"{name}.py").write_text(text)
    return Programs.beside(str(checks))


def test_right_ones_have_numbers_and_wrong_ones_letters(tmp_path):
    programs = made(tmp_path, "right_a", "right_b", "buggy_one", "buggy_two", "buggy_three", "correct_x")
    assert (programs.right, programs.wrong) == (["1", "2"], ["A", "B", "C"])
    assert list(programs.codes) == ["1", "2", "A", "B", "C", IDLE]
    assert programs.offered == ("act",)


def test_letters_do_not_follow_the_names_and_stay_when_they_are_read_again(tmp_path):
    names = [f"buggy_{letter}" for letter in "abcdefgh"]
    programs = made(tmp_path, "right_a", *names)
    hints = list(programs.hints.values())
    assert sorted(hints) == [f"It is {name}." for name in names] != hints
    assert Programs.beside(str(tmp_path / "exercises" / "90a_x" / "test_exercise.py")) == programs


def test_the_code_of_each_says_nothing_of_its_name(tmp_path):
    codes = made(tmp_path, "right_a", "buggy_one").codes
    assert not [code for code in codes.values() if b"buggy" in code or b"right" in code]
    assert all(neutral.NAME.encode() in code for code in codes.values())


def test_a_release_without_solutions_has_none(tmp_path):
    assert made(tmp_path, "right_a") == Programs((), {}, {})
