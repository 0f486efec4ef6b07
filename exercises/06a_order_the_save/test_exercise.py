"""Checks of 06a, in teaching order. The rules are a partial order: whatever keeps them is right."""

import pytest

from rehydrate.lab.kinds.order import Steps

STEPS = Steps(
    needed=(
        "alias",
        "close",
        "digest",
        "dump",
        "flush",
        "manifest",
        "open_beside",
        "replace",
        "sync",
        "sync_folder",
        "write",
    ),
    distractors={"open_in_tmp": "open_beside", "copy": "replace", "hash_of_model": "digest"},
    rules=(
        ("close", "replace"),
        ("digest", "manifest"),
        ("dump", "digest"),
        ("dump", "write"),
        ("flush", "close"),
        ("flush", "sync"),
        ("manifest", "alias"),
        ("open_beside", "replace"),
        ("open_beside", "write"),
        ("replace", "sync_folder"),
        ("sync", "close"),
        ("sync", "replace"),
        ("sync_folder", "manifest"),
        ("write", "close"),
        ("write", "flush"),
    ),
)


def rules(submission, *pairs):
    """Hold the list against some of the rules, one after the other."""
    for before, after in pairs:
        STEPS.expect_rule(submission.ORDER, before, after)


def test_every_step_is_on_offer_and_there_once(submission):
    """The list is read: names of steps from the table, each at most once.

    A name is copied as it stands in the first column of the table, with its quotes.
    """
    STEPS.expect_offered(submission.ORDER)


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_new_name_is_on_the_same_disk(submission):
    """The place of the file that is written first is looked at.

    A rename is one step within one file system. /tmp is often another one: os.replace then fails, and
    tools that help themselves copy the bytes instead, which takes many steps.
    """
    STEPS.expect_without(submission.ORDER, "open_in_tmp")


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_name_is_given_in_one_step(submission):
    """The step by which the file gets its name is looked at.

    A copy writes under the name that readers look for, a piece at a time. Whoever reads meanwhile, or
    after the power has failed, finds a part.
    """
    STEPS.expect_without(submission.ORDER, "copy")


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_checksum_is_one_of_the_bytes(submission):
    """The step that makes the checksum is looked at.

    hash(model) is a number about the object in this process: it comes from its place in memory. Nobody
    can compute it again from the file.
    """
    STEPS.expect_without(submission.ORDER, "hash_of_model")


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_no_step_is_missing(submission):
    """The steps are counted.

    Something that is needed is not done at all. Ask of each step of the table what a power cut would
    leave if it were left out.
    """
    STEPS.expect_complete(submission.ORDER)


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_nothing_is_used_before_it_is_there(submission):
    """The steps are followed with the names that they use: data, part and file.

    A step needs what another one makes: there is nothing to write before the model is turned into bytes,
    and nowhere to write it before a file is open.
    """
    rules(
        submission,
        ("dump", "digest"),
        ("dump", "write"),
        ("open_beside", "write"),
        ("open_beside", "replace"),
    )


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_a_closed_file_is_not_used(submission):
    """The file is followed from its opening to its end.

    A closed file takes no more orders: write, flush and fileno raise a ValueError.
    """
    rules(submission, ("write", "close"), ("flush", "close"), ("sync", "close"))


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_buffer_is_empty_before_the_disk_is_asked(submission):
    """The way of the bytes is followed: Python's buffer, the operating system, the disk.

    Each step hands on what has arrived by then: flush what was written, fsync what the operating system
    has. What comes later waits.
    """
    rules(submission, ("write", "flush"), ("flush", "sync"))


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_bytes_are_on_disk_before_they_get_their_name(submission):
    """The power fails right after the file got its name.

    A finished file gets its name: its bytes are on the disk, and it is closed. File systems may bring a
    new name to the disk before the bytes.
    """
    rules(submission, ("sync", "replace"), ("close", "replace"))


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_manifest_comes_when_all_it_says_is_true(submission):
    """The power fails right after the manifest was written.

    A manifest is a promise to readers: this file is there, and has this checksum. A name is safe when its
    folder was brought to the disk after the name was given.
    """
    rules(submission, ("replace", "sync_folder"), ("sync_folder", "manifest"), ("digest", "manifest"))


@pytest.mark.after("test_every_step_is_on_offer_and_there_once")
def test_the_alias_moves_last(submission):
    """A reader asks for production at every moment of the save.

    Whoever follows the alias has to arrive at a version that is whole. Until it moves, they find the old
    one, and that is right.
    """
    rules(submission, ("manifest", "alias"))
