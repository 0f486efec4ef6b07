"""Checks of 01b, in teaching order. `submission` is the learner's module behind a process boundary."""

import functools
import pickle
from types import SimpleNamespace

import numpy as np
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

SEED = 0


def test_it_runs_and_returns_a_report(submission, tmp_path):
    """The program runs once, from the first line to the report.

    An unknown name was imported in another cell, or not at all. A missing report means that the function
    prints, and returns nothing; whoever calls it cannot use what was printed.
    """
    report = submission.train_save_reload(tmp_path / "forest.joblib", SEED)
    for name in ("accuracy_before", "accuracy_after", "identical"):
        assert hasattr(report, name), f"what was returned, {report!r}, has no {name}"
    for name in ("accuracy_before", "accuracy_after"):
        value = getattr(report, name)
        assert is_share(value), f"{name} is {value!r}, not a share between 0 and 1"
    assert isinstance(report.identical, bool | np.bool_), (
        f"identical is {report.identical!r}, not True or False"
    )


def test_the_file_is_at_the_path(submission, tmp_path):
    """The program runs, and the file is looked for where `path` says.

    A fixed name such as "model.joblib" lands wherever the program happens to be started, and the next run
    writes over it.
    """
    path = tmp_path / "forest.joblib"
    submission.train_save_reload(path, SEED)
    assert path.exists(), f"there is no file {path.name} in the folder that was named"


def test_the_accuracies_are_those_of_the_test_rows(submission, tmp_path):
    """The accuracies in the report are compared with those of the model in the file, on the 45 test rows.

    A forest knows its training rows nearly by heart. Its accuracy there says nothing about new flowers.
    """
    path = tmp_path / "forest.joblib"
    report = submission.train_save_reload(path, SEED)
    expected = submission.probes.accuracy(path)
    for name in ("accuracy_before", "accuracy_after"):
        value = getattr(report, name, None)
        assert close(value, expected), (
            f"{name} is {rounded(value)}; on the test rows it is {rounded(expected)}"
        )


def test_an_untouched_file_is_identical(submission, tmp_path):
    """Nobody touches the file between dump and load.

    The file gives another object with the same numbers in it. Comparing objects asks a different question
    from comparing what they answer.
    """
    report = submission.train_save_reload(tmp_path / "forest.joblib", SEED)
    assert getattr(report, "identical", None), "the report says that the reloaded forest is not identical"


def test_the_same_seed_gives_the_same_forest(submission, new_process, tmp_path):
    """The program runs with the same seed twice in one process, and once in another.

    A forest draws rows and features at random. Without `random_state` every training draws others, and
    nothing can be repeated.
    """
    first = file_of(submission, tmp_path / "first.joblib", SEED)
    for process in (submission, new_process()):
        again = file_of(process, tmp_path / "again.joblib", SEED)
        n_different = int((first != again).any(axis=1).sum())
        assert n_different == 0, f"forests with one seed differ about {n_different} of {len(first)} flowers"


def test_another_seed_gives_another_forest(submission, tmp_path):
    """The program runs with two different seeds.

    If a fixed number stands where `seed` should be, the caller's choice has no effect.
    """
    first = file_of(submission, tmp_path / "first.joblib", SEED)
    second = file_of(submission, tmp_path / "second.joblib", SEED + 1)
    assert (first != second).any(), f"the seeds {SEED} and {SEED + 1} gave the same forest"


def test_accuracy_after_comes_from_the_file(submission, tmp_path):
    """Between dump and load the file is exchanged for a model that is nearly always wrong.

    If the accuracy after it is still high, it was not computed with what the file holds, or what it holds was
    trained again.
    """
    after = report_on(submission, tmp_path, useless).accuracy_after
    assert is_share(after) and after < 0.5, (
        f"a useless model lay in the file, and accuracy_after is {rounded(after)}"
    )


def test_accuracy_before_comes_from_memory(submission, tmp_path):
    """The file is exchanged for a model that is nearly always wrong. What was the accuracy before?

    The accuracy before is that of the forest in memory. Nothing that happens to the file later can change it.
    """
    before = report_on(submission, tmp_path, useless).accuracy_before
    assert is_share(before) and before > 0.8, (
        f"the file was exchanged, and accuracy_before is then {rounded(before)}"
    )


def test_a_stranger_in_the_file_is_not_identical(submission, tmp_path):
    """The file is exchanged for a model that is nearly always wrong. Is that called identical?

    `identical` has to be computed from two models: the forest in memory, and the one that the file gave.
    """
    identical = report_on(submission, tmp_path, useless).identical
    assert identical in (False,), "a useless model lay in the file, and the report calls it identical"


def test_equal_accuracy_is_not_identical(submission, tmp_path):
    """The file is exchanged for a model that makes as many mistakes, on other flowers.

    Equal accuracy means an equal number of mistakes. Which rows are mistaken, it does not say.
    """
    identical = report_on(submission, tmp_path, as_accurate).identical
    assert identical in (False,), (
        "a model with the same accuracy lay in the file, and the report calls it identical"
    )


def test_equal_labels_are_not_identical(submission, tmp_path):
    """The file is exchanged for a model with the same labels and other probabilities.

    A label is the largest of the probabilities, and hides all the others. `predict_proba` shows more of a
    model than `predict`.
    """
    identical = report_on(submission, tmp_path, as_labelled).identical
    assert identical in (False,), (
        "a model with the same labels lay in the file, and the report calls it identical"
    )


def file_of(process, path, seed):
    """Run the program and return what the model in its file says about all flowers."""
    process.train_save_reload(path, seed)
    return process.probes.answers(path)


def report_on(submission, folder, make_decoy):
    """Run the program while somebody exchanges the file; fields that the report lacks are None."""
    path, decoy = folder / "forest.joblib", folder / f"{make_decoy.__name__}.pkl"
    decoy.write_bytes(pickle.dumps(make_decoy()))
    submission.probes.exchange_before_reading(path, decoy)
    report = submission.train_save_reload(path, SEED)
    names = ("accuracy_before", "accuracy_after", "identical")
    return SimpleNamespace(**{name: getattr(report, name, None) for name in names})


@functools.cache
def rows():
    """Return the rows as the program splits them."""
    X, y = load_iris(return_X_y=True)
    return train_test_split(X, y, test_size=0.3, random_state=1)


@functools.cache
def labels_of_the_forest():
    """Return what the forest says about the test rows."""
    X_train, X_test, y_train, _ = rows()
    return RandomForestClassifier(n_estimators=10, random_state=SEED).fit(X_train, y_train).predict(X_test)


def useless():
    """Return a model that has learned every label wrong."""
    X_train, _, y_train, _ = rows()
    return DecisionTreeClassifier(random_state=0).fit(X_train, (y_train + 1) % 3)


def as_accurate():
    """Return a model with as many mistakes as the forest, all on flowers that the forest gets right."""
    _, X_test, _, y_test = rows()
    mistaken = labels_of_the_forest() != y_test
    others = np.flatnonzero(~mistaken & (y_test == 0))[: mistaken.sum()]
    labels = y_test.copy()
    labels[others] = 1
    return DecisionTreeClassifier(random_state=0).fit(X_test, labels)


def as_labelled():
    """Return a model that gives the labels of the forest, each with probability 1."""
    return DecisionTreeClassifier(random_state=0).fit(rows()[1], labels_of_the_forest())


def is_share(value):
    """Say whether a value is a number between 0 and 1."""
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return number and 0 <= value <= 1


def close(value, expected):
    """Say whether a value is a share, and this one."""
    return is_share(value) and abs(value - expected) < 1e-9


def rounded(value):
    """Return a share with three decimals, anything else as it is."""
    return f"{value:.3f}" if is_share(value) else repr(value)
