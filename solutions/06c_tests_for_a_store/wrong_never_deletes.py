"""Tests everything but deletions.

Misconception: nothing-is-ever-deleted
Fails: test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""

import pytest


def model(n):
    """Return something that can be told from every other one."""
    return {"weights": [n, n + 1]}


def filled(save, folder, n_models):
    """Save so many different models, and return their numbers."""
    return [save(folder, model(n)) for n in range(n_models)]


def test_the_numbers_are_listed_in_ascending_order(save, versions, tmp_path):
    """Twelve, because ten is where text and numbers part."""
    numbers = filled(save, tmp_path, 12)
    assert versions(tmp_path) == sorted(set(numbers)) == numbers


def test_the_newest_is_the_highest_whatever_was_loaded_before(save, load, tmp_path):
    """Twelve again; the first is loaded in between."""
    first, *_ = filled(save, tmp_path, 12)
    assert (load(tmp_path, first), load(tmp_path)) == (model(0), model(11))


def test_what_was_never_saved_is_not_there(save, load, tmp_path):
    """And something else is: it must not come instead."""
    *_, newest = filled(save, tmp_path, 2)
    with pytest.raises(LookupError):
        load(tmp_path, newest + 1)


def test_a_version_does_not_change_with_the_object(save, load, tmp_path):
    """What became of the object after it was saved is not the store's affair."""
    one = model(1)
    number = save(tmp_path, one)
    one["weights"].append(3)
    assert load(tmp_path, number) == model(1)


def test_each_folder_counts_for_itself(save, tmp_path):
    """Both begin with 1."""
    assert save(tmp_path / "one", model(1)) == save(tmp_path / "other", model(2)) == 1


def test_an_equal_model_gets_a_number_too(save, tmp_path):
    """Somebody trained again and got the same: that is worth a number."""
    assert save(tmp_path, model(1)) < save(tmp_path, model(1))
