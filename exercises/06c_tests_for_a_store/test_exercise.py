"""Checks of 06c, in teaching order. The learner's tests run in student processes, one store at a time."""

import pytest

from rehydrate.lab.kinds.examplar import Suite
from rehydrate.lab.kinds.programs import Programs

PROGRAMS = Programs.beside(__file__)


@pytest.fixture
def suite(desk):
    return Suite(desk, PROGRAMS)


def test_there_are_tests_with_parameters_that_exist(suite):
    """The file is searched for functions whose names begin with test_.

    A test gets what it needs by the names of its parameters: save, load, versions, delete and tmp_path, any
    of them, in any order. There is nothing else to get.
    """
    suite.expect_tests()


@pytest.mark.after("test_there_are_tests_with_parameters_that_exist")
def test_every_test_fails_where_nothing_is_done(suite):
    """Every test meets a store whose four functions do nothing and give None.

    A test that passes here has not looked at what came back. It would pass whatever a store did, and so it
    says nothing about any of them.
    """
    suite.expect_each_to_fail_on_nothing()


@pytest.mark.after("test_there_are_tests_with_parameters_that_exist")
def test_no_test_refuses_a_right_store(suite):
    """Every test meets four right stores.

    Each keeps every promise of the task, and nothing more. A test that one of them fails demands something
    that was not promised, or contains a slip. How thorough the tests are is not known before that is mended.
    """
    suite.expect_valid()


@pytest.mark.after("test_no_test_refuses_a_right_store")
def test_half_of_the_wrong_stores_are_caught(suite):
    """All tests meet twelve wrong stores.

    No right one was refused, and that is half of the work. Go through the promises of the task, sentence by
    sentence: which test would notice if it were broken?
    """
    suite.expect_caught(at_least=6)


@pytest.mark.after("test_no_test_refuses_a_right_store")
def test_a_store_that_gives_a_number_twice_is_caught(suite):
    """All tests meet a store that can give a number a second time.

    The task says: greater than all numbers that were ever given. This store keeps that promise most of the
    time. Whatever else your tests catch, one of them has to bring about the case in which it does not.
    """
    suite.expect_nearly_right_caught()


@pytest.mark.after("test_no_test_refuses_a_right_store")
def test_eleven_of_twelve_wrong_stores_are_caught(suite):
    """All tests meet twelve wrong stores, and eleven have to be caught.

    What is left is wrong in a way that none of your tests brings about: perhaps it shows only with many
    versions, or only after a deletion, or when a model is compared with another one.
    """
    suite.expect_caught(at_least=11)
