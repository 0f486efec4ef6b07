"""Checks of 04b, in teaching order. The learner's tests run in student processes, one program at a time."""

import pytest

from rehydrate.lab.kinds.examplar import Suite
from rehydrate.lab.kinds.programs import Programs

PROGRAMS = Programs.beside(__file__)


@pytest.fixture
def suite(desk):
    return Suite(desk, PROGRAMS)


def test_there_are_tests_with_parameters_that_exist(suite):
    """The file is searched for functions whose names begin with test_.

    A test gets what it needs by the names of its parameters: save, reload and tmp_path, any of them, in
    any order. There is nothing else to get.
    """
    suite.expect_tests()


@pytest.mark.after("test_there_are_tests_with_parameters_that_exist")
def test_every_test_fails_where_nothing_is_done(suite):
    """Every test meets a save that writes nothing and a reload that returns None.

    A test that passes here has not looked at what reload returned. It would pass whatever reload did, and
    so it says nothing about any implementation.
    """
    suite.expect_each_to_fail_on_nothing()


@pytest.mark.after("test_there_are_tests_with_parameters_that_exist")
def test_no_test_refuses_a_right_implementation(suite):
    """Every test meets four right implementations.

    Each keeps every promise of the task, and nothing more. A test that one of them fails demands
    something that was not promised, or contains a slip. How thorough the tests are is not known before
    that is mended.
    """
    suite.expect_valid()


@pytest.mark.after("test_no_test_refuses_a_right_implementation")
def test_half_of_the_wrong_implementations_are_caught(suite):
    """All tests meet ten wrong implementations.

    No right one was refused, and that is half of the work. Each of these has one mistake that a person
    could make. Go through the promises of the task: which test would notice if one of them were broken?
    """
    suite.expect_caught(at_least=5)


@pytest.mark.after("test_no_test_refuses_a_right_implementation")
def test_a_reload_that_is_nearly_equal_is_caught(suite):
    """All tests meet a reload whose labels are equal, and whose probabilities are off by very little.

    The task says equal to the last bit, and this one is not. Whatever else your tests catch, one of them
    has to notice it.
    """
    suite.expect_nearly_right_caught()


@pytest.mark.after("test_no_test_refuses_a_right_implementation")
def test_nine_of_ten_wrong_implementations_are_caught(suite):
    """All tests meet ten wrong implementations, and nine have to be caught.

    What is left is wrong in a way that none of your tests can see: perhaps because of the data that they
    use, perhaps because of how closely they compare, perhaps in a promise that no test is about.
    """
    suite.expect_caught(at_least=9)
