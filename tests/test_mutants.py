"""Programs with something taken out."""

from rehydrate.lab.mutants import constant, shortened

PROGRAM = '''"""A module."""
import os

LIMIT = 3


def load(path):
    """Load it."""
    with open(path) as file:
        text = file.read()  # may be left out: a reason
    if not text:
        raise ValueError(path)
    return text


def _helper():
    return os.sep
'''


def test_every_public_function_returns_the_constant_and_no_other_does():
    namespace = {}
    exec(constant(PROGRAM, 0), namespace)
    assert (namespace["load"]("nowhere"), namespace["LIMIT"]) == (0, 3)
    assert namespace["_helper"]() != 0


def test_a_program_without_functions_has_no_such_mutant():
    assert constant("LIMIT = 3\n", None) == ""


def test_each_statement_goes_once_and_the_rest_stays():
    left = dict(shortened(PROGRAM))
    assert sorted(left) == [4, 9, 11, 12, 13, 17]
    assert "LIMIT" not in left[4]
    assert "raise" not in left[12] and "if not text" in left[12]
    assert all('"""Load it."""' in program and "import os" in program for program in left.values())


def test_what_is_left_is_still_a_program():
    for line, program in shortened(PROGRAM):
        compile(program, f"without line {line}", "exec")
