"""Checks of 06b, in teaching order. `submission` is the learner's module in a process of its own."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

N_MODELS = 13


@cache
def trained():
    """Return thirteen models that answer differently, rows, and what each answers to them."""
    X, y = load_iris(return_X_y=True)
    models = [LogisticRegression(C=1.5**n, max_iter=500).fit(X[::5], y[::5]) for n in range(N_MODELS)]
    return models, X[2::30], [model.predict_proba(X[2::30]) for model in models]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "models" / "churn"


def filled(process, folder, n_models):
    """Open a store and save the first models in it, in their order."""
    store = process.Store(folder)
    for model in trained()[0][:n_models]:
        store.save(model)
    return store


def said(value):
    """Say what came back, in a few words."""
    return (
        repr(value) if value is None or isinstance(value, int | list | str) else f"a {type(value).__name__}"
    )


def which(model):
    """Say which of the saved models this is, counted from one."""
    if model is None:
        return "None"
    try:
        answers = model.predict_proba(trained()[1])
    except AttributeError:
        return "no model at all"
    found = [n for n, known in enumerate(trained()[2], 1) if np.array_equal(answers, known)]
    return f"the model that was saved as number {found[0]}" if found else "a model that was never saved"


def expect_model(number, model, asked):
    """Expect the model with this number."""
    wanted = f"the model that was saved as number {number}"
    assert which(model) == wanted, f"{asked} gave {which(model)}, expected {wanted}"


def expect_lookup_error(asked, method, *version):
    """Expect a LookupError, and say in words what came instead."""
    try:
        found = method(*version)
    except LookupError:
        return
    except Exception as error:
        raise AssertionError(f"{asked} raised a {type(error).__name__}, which is no LookupError") from None
    raise AssertionError(f"there is no such version, and {asked} gave {which(found)}")


def test_the_numbers_are_one_two_three(submission, folder):
    """Three models are saved in a folder that does not exist yet.

    The store gives the numbers: save(model) is all that a caller says, and the number comes back. The first
    is 1.
    """
    store = submission.Store(folder)
    numbers = [store.save(model) for model in trained()[0][:3]]
    assert numbers == [1, 2, 3], f"the numbers are {', '.join(map(said, numbers))}, expected 1, 2, 3"


def test_each_number_has_its_own_model(submission, folder):
    """Three models are saved; each is loaded by its number, and load() is asked for the newest.

    A version is never changed. Whatever was saved later, number 1 is the first model and goes on being it.
    """
    store = filled(submission, folder, 3)
    for number in (1, 2, 3):
        expect_model(number, store.load(number), f"load({number})")
    expect_model(3, store.load(), "load()")


def test_ten_comes_after_nine(submission, folder):
    """Eleven models are saved; their numbers are listed, the newest is loaded, a twelfth is saved.

    All eleven have to be in the list, as whole numbers in ascending order, and the newest is the highest of
    them. Names of files are text, and text has an order of its own.
    """
    store = filled(submission, folder, 11)
    listed = store.versions()
    wanted = list(range(1, 12))
    assert listed == wanted, f"versions() gave {said(listed)}, expected {wanted}"
    expect_model(11, store.load(), "with eleven versions, load()")
    number = store.save(trained()[0][11])
    assert number == 12, f"after eleven versions save gave the number {said(number)}, expected 12"


def test_another_process_counts_on(submission, new_process, folder):
    """Two models are saved; another process lists them, loads them, and saves a third.

    What the store knows has to be in the folder. The other process shares nothing else with the first.
    """
    filled(submission, folder, 2)
    store = new_process().Store(folder)
    listed = store.versions()
    assert listed == [1, 2], f"versions() in the other process gave {said(listed)}, expected [1, 2]"
    expect_model(1, store.load(1), "load(1) in the other process")
    number = store.save(trained()[0][2])
    assert number == 3, f"save in the other process gave the number {said(number)}, expected 3"
    expect_model(1, store.load(1), "after that, load(1)")


def test_two_open_stores_share_the_numbers(submission, folder):
    """The folder is opened twice; both stores are open while they save in turn.

    What a store has read when it was opened may be out of date at the next save: somebody else may have saved
    meanwhile.
    """
    one, other = submission.Store(folder), submission.Store(folder)
    first, second, third = trained()[0][:3]
    numbers = [one.save(first), other.save(second), one.save(third)]
    assert numbers == [1, 2, 3], f"in turn they gave the numbers {said(numbers)}, expected [1, 2, 3]"
    expect_model(3, other.load(), "load() of the one that did not save last")


def test_what_was_never_saved_is_a_lookup_error(submission, folder):
    """The newest of an empty store is loaded; then 99, 0 and -1 of a store with two, and 99 is deleted.

    The caller asked for what is not there, and has to learn so by a LookupError. None, some other version, or
    silence would be taken for an answer.
    """
    expect_lookup_error("load() of an empty store", submission.Store(folder).load)
    store = filled(submission, folder, 2)
    for version in (99, 0, -1):
        expect_lookup_error(f"load({version})", store.load, version)
    expect_lookup_error("delete(99)", store.delete, 99)


def test_a_deleted_version_is_gone_and_the_others_are_not(submission, new_process, folder):
    """Of four versions 1, 3 and 4 are deleted, one after the other; another process looks, too.

    The others keep their numbers, and the newest is now the highest that is left.
    """
    store = filled(submission, folder, 4)
    store.delete(1)
    listed = store.versions()
    assert listed == [2, 3, 4], f"version 1 of 4 was deleted, and versions() gave {said(listed)}"
    expect_lookup_error("load(1)", store.load, 1)
    expect_model(2, store.load(2), "after version 1 was deleted, load(2)")
    store.delete(3)
    store.delete(4)
    expect_model(2, store.load(), "after versions 3 and 4 were deleted, load()")
    expect_lookup_error("a second delete(3)", store.delete, 3)
    listed = new_process().Store(folder).versions()
    assert listed == [2], f"of four only 2 is left, and in another process versions() gave {said(listed)}"


def test_the_number_of_a_deleted_version_is_not_given_again(submission, folder):
    """Version 2 of three is deleted, and another model is saved.

    How many versions there are says nothing about which numbers were given. Version 3 is still there.
    """
    store = filled(submission, folder, 3)
    store.delete(2)
    number = store.save(trained()[0][3])
    assert number == 4, f"versions 1 and 3 are there, and save gave the number {said(number)}, expected 4"
    expect_model(3, store.load(3), "after the save, load(3)")


def test_the_number_of_the_newest_is_not_given_again_either(submission, new_process, folder):
    """Of three versions the newest is deleted, and another process saves; then all are deleted.

    Somebody may have written down that version 3 was good. If the number comes back, it means another model,
    and nobody is told.
    """
    store = filled(submission, folder, 3)
    store.delete(3)
    number = new_process().Store(folder).save(trained()[0][3])
    assert number == 4, f"of three versions the newest was deleted, and save gave {said(number)}, expected 4"
    for version in (4, 2, 1):
        store.delete(version)
    number = store.save(trained()[0][4])
    assert number == 5, f"all four versions were deleted, and save gave {said(number)}, expected 5"
    listed = store.versions()
    assert listed == [5], f"after that versions() gave {said(listed)}, expected [5]"


def test_a_copy_of_the_folder_is_the_same_store(submission, new_process, folder, tmp_path):
    """The folder of three versions is copied, the newest file first, and another process opens the copy.

    All that a store knows is in its folder. When a file was written says nothing: a copy or a backup that was
    restored is younger than what it is a copy of.
    """
    filled(submission, folder, 3)
    assert folder.is_dir(), "three models were saved, and the folder of the store does not exist"
    copy = tmp_path / "elsewhere" / "copy"
    submission.probes.copy_newest_first(folder, copy)
    store = new_process().Store(copy)
    listed = store.versions()
    assert listed == [1, 2, 3], f"versions() of the copy gave {said(listed)}, expected [1, 2, 3]"
    expect_model(3, store.load(), "load() of the copy")
    number = store.save(trained()[0][3])
    assert number == 4, f"save into the copy gave {said(number)}, expected 4"


def test_a_loaded_model_is_not_the_one_in_the_store(submission, folder):
    """A version is loaded and trained on, and the same version is loaded again.

    What a caller does with a loaded model is the caller's affair. The version stays as it was saved.
    """
    store = filled(submission, folder, 1)
    X, y = load_iris(return_X_y=True)
    store.load(1).fit(X[:60], y[:60])
    expect_model(1, store.load(1), "after a loaded model was trained on, load(1)")


def test_only_versions_of_this_store_can_be_asked_for(submission, folder):
    """A second store lies beside the first, and the first is asked for its files by "../".

    A version is a number that this store gave. A text that becomes part of a path leads wherever its writer
    likes, and a service may have it from a web address.
    """
    store = filled(submission, folder, 1)
    submission.Store(folder.parent / "other").save(trained()[0][1])
    places = sorted((folder.parent / "other").rglob("*"))
    names = [end.relative_to(folder.parent) for path in places for end in (path, path.with_suffix(""))]
    versions = ["../other/1", *(f"../{name.as_posix()}" for name in names), "", "."]
    for version in versions:
        try:
            found = store.load(version)
        except Exception:
            continue
        raise AssertionError(f'load("{version}") gave {which(found)}')
    for version in [*versions, None]:
        try:
            store.delete(version)
        except Exception:
            refused = True
        else:
            refused = False
        lost = [path.name for path in places if not path.exists()]
        shown = "None" if version is None else f'"{version}"'
        assert not lost, f"delete({shown}) has removed {lost[0]} from another folder"
        assert refused, f"delete({shown}) raised no error"


def test_what_else_lies_in_the_folder_stays(submission, folder):
    """Somebody has put notes.txt and a folder called old into the store, and copies of what was there.

    A folder is a public place. What the store did not write, it leaves alone and does not count.
    """
    store = filled(submission, folder, 1)
    submission.probes.leave_things(folder)
    number = store.save(trained()[0][1])
    assert number == 2, f"beside notes and a copy save gave the number {said(number)}, expected 2"
    listed = store.versions()
    assert listed == [1, 2], f"beside notes and a copy versions() gave {said(listed)}, expected [1, 2]"
    store.delete(1)
    store.delete(2)
    left = [name for name in ("notes.txt", "old") if (folder / name).exists()]
    assert left == ["notes.txt", "old"], f"of notes.txt and old there is left: {left or 'nothing'}"
