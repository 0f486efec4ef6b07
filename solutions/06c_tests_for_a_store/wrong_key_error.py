"""Expects the error of a dictionary.

Misconception: the-kind-of-error-was-promised
Fails: test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
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


def test_a_deletion_does_not_change_what_the_other_numbers_mean(save, load, delete, tmp_path):
    """Three are left, and each is still the one that was saved under its number."""
    first, *others = filled(save, tmp_path, 3)
    delete(tmp_path, first)
    others.append(save(tmp_path, model(3)))
    assert [load(tmp_path, number) for number in others] == [model(1), model(2), model(3)]


def test_the_number_of_the_newest_is_not_given_again(save, delete, tmp_path):
    """The only deletion after which nothing higher is there."""
    *_, newest = filled(save, tmp_path, 3)
    delete(tmp_path, newest)
    assert save(tmp_path, model(3)) > newest


def test_the_one_before_the_newest_takes_its_place(save, load, delete, tmp_path):
    """Whoever asks for the newest gets one that is there."""
    *_, newest = filled(save, tmp_path, 3)
    delete(tmp_path, newest)
    assert load(tmp_path) == model(1)


def test_what_was_deleted_is_not_there(save, load, delete, tmp_path):
    """And something else is: it must not come instead."""
    first, _ = filled(save, tmp_path, 2)
    delete(tmp_path, first)
    with pytest.raises(KeyError):
        load(tmp_path, first)


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
