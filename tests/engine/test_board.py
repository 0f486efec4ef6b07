"""What processes side by side know together."""

import os

import pytest

from rehydrate.lab.engine.board import NOT_PASSED, PASSED, TIMEOUT, Board, Token, Turns

pytestmark = pytest.mark.linux


def in_child(work):
    """Run a function in a forked process and return what it returns, as text."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, str(work()).encode())
        os._exit(0)
    os.close(writer)
    with open(reader) as said:
        text = said.read()
    os.waitpid(pid, 0)
    return text


def test_what_one_process_notes_another_one_sees():
    board = Board(["first", "second", "third"], shared=True)
    in_child(lambda: (board.note("first", PASSED), board.note("second", NOT_PASSED)))
    assert board.passed("first", asker="third")
    assert not board.passed("second", asker="third")


def test_a_board_that_is_not_shared_waits_for_nobody():
    board = Board(["first", "second"])
    board.wait_for_first("second")
    assert not board.passed("first", asker="second")


def test_a_check_that_comes_later_is_not_waited_for():
    assert not Board(["first", "second"], shared=True).passed("second", asker="first")


def test_outcomes_are_counted():
    board = Board(["first", "second", "third"])
    for name in ("first", "third"):
        board.note(name, TIMEOUT)
    board.note("nobody", TIMEOUT)
    assert (board.count(TIMEOUT), board.count(PASSED)) == (2, 0)


def test_each_number_is_given_to_one_process_only():
    turns = Turns(600)
    mine = iter(turns)
    first = next(mine)
    theirs = in_child(lambda: [next(iter(turns)) for _ in range(3)])
    assert (first, theirs, next(mine)) == (0, "[1, 2, 3]", 4)
    assert list(mine)[-1] == 599
    turns.close()


def test_a_token_is_held_by_one_process_at_a_time():
    token = Token()
    reader, writer = os.pipe()
    with token.held():
        pid = os.fork()
        if pid == 0:
            with token.held():
                os.write(writer, b"theirs ")
            os._exit(0)
        os.write(writer, b"ours ")
    os.waitpid(pid, 0)
    assert os.read(reader, 100) == b"ours theirs "
    token.close()
