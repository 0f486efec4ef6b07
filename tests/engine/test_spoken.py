"""Whatever a submission says, a terminal shows letters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rehydrate.lab.engine.spoken import line, plain_text, short, spoken


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain text, Ünïcödé, 3 €", "plain text, Ünïcödé, 3 €"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[1;1H\x1b[?25lPASSED", "PASSED"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2\x1b\\text", "text"),
        ("\x9b31mred\x9d0;title\x9ctext", "redtext"),
        ("\x1bc\x1b(Btext\x1b", "text"),
        ("over\rwritten\b\b\b\x7f", "over written"),
        ("one\r\ntwo\nthree", "one\ntwo\nthree"),
        ("tab\tnbsp\xa0line\u2028end", "tab nbsp line end"),
        ("user\u202enimda\u202c \u2066x\u2069\u200f", "usernimda x"),
        ("half \ud800 zero\0 bell\x07", "half  zero bell"),
        ("a" * 50, "a" * 27 + "..."),
    ],
)
def test_what_steers_a_terminal_is_left_out(said, shown):
    assert plain_text(said, 30) == shown


@settings(deadline=None, max_examples=100)
@given(st.text(st.characters(exclude_categories=()) | st.sampled_from("\x1b\x9b[]\x07;m\n\r"), max_size=80))
def test_any_text_becomes_letters_and_new_lines(said):
    shown = plain_text(said, 60)
    assert all(letter.isprintable() or letter == "\n" for letter in shown)
    assert len(shown) <= 60
    assert line(said, 60).isprintable()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.zeros((3, 4)), "array 3x4"),
        ([0] * 100, "[" + "0, " * 12 + "..."),
        ([[[0] * 10**5]], "[[[" + "0, " * 11 + "0..."),
        (10**5000, "<int>"),
        ([10**5000], "<list>"),
        ("a" * 10**6, "'" + "a" * 36 + "..."),
        ("\x1b[31m\u202e", r"'\x1b[31m\u202e'"),
        ({"a": [1, (2, {3})], "b": None}, "{'a': [1, (2, {3})], 'b': None}"),
        (None, "None"),
        (len, "<built-in function len>"),
        (lambda: 1, "<lambda>"),
    ],
    ids=["array", "list", "nested", "huge", "huge inside", "text", "escapes", "mixed", "none", "c", "lambda"],
)
def test_values_are_told_in_forty_characters(value, told):
    assert short(value) == told


def test_a_call_reads_as_in_a_program():
    assert spoken("", "f", [1, "a"], {"b": None}) == "f(1, 'a', b=None)"
    assert spoken("<Report>", "best", [], {}) == "<Report>.best()"
    assert spoken("<Report>", "", [2], {}) == "<Report>(2)"
