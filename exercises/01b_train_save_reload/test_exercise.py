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
FIELDS = ("accuracy_before", "accuracy_after", "identical")
NO_MODEL = b"no model at all"


def test_it_runs_and_returns_a_report(submission, tmp_path):
    """The program runs once, from the first line to the report.

    The caller waits for a Report: two accuracies between 0 and 1, and one True or False.
    """
    report = submission.train_save_reload(tmp_path / "forest.joblib", SEED)
    assert report is not None, "train_save_reload returned None"
    for name in FIELDS:
        assert hasattr(report, name), f"what was returned is {kind(report)}; it has no {name}"
    for name in FIELDS[:2]:
        value = getattr(report, name)
        assert is_share(value), f"{name} is {kind(value)}, not a share between 0 and 1"
    identical = report.identical
    assert isinstance(identical, bool | np.bool_), f"identical is {kind(identical)}, not True or False"


def test_the_file_is_at_the_path(submission, tmp_path):
    """The program runs with the path forest-2026.11; the checker looks at what lies there and elsewhere.

    The path names one file, and the caller will look for the fitted forest in that file only.
    """
    path = tmp_path / "forest-2026.11"
    submission.train_save_reload(path, SEED)
    found = " and ".join(each.name for each in tmp_path.iterdir()) or "nothing"
    here = " and ".join(submission.probes.files_here()) or "nothing"
    assert path.is_file() and found == path.name and here == "nothing", (
        f"the folder that was named holds {found}; the working folder holds {here}"
    )
    holds = submission.probes.holds(path)
    assert holds == "a fitted model", f"the file is there and holds {holds}"


def test_the_accuracies_are_those_of_the_test_rows(submission, tmp_path):
    """The accuracies in the report are compared with those of the model in the file, on the 45 test rows.

    The test rows are those that the split of the starter keeps aside. A forest has not seen them.
    """
    path = tmp_path / "forest.joblib"
    report = submission.train_save_reload(path, SEED)
    on_test, on_train = submission.probes.accuracies(path)
    for name in FIELDS[:2]:
        value = getattr(report, name, None)
        same = "as on the training rows; " if close(value, on_train) else ""
        assert close(value, on_test), (
            f"{name} is {rounded(value)}, {same}on the test rows it is {on_test:.3f}"
        )


def test_an_untouched_file_is_identical(submission, tmp_path):
    """Nobody touches the file between dump and load.

    The file gives another object, and its answers are the same. `identical` is about the answers.
    """
    report = submission.train_save_reload(tmp_path / "forest.joblib", SEED)
    assert fields(report).identical is True, "the report does not say that the reloaded forest is identical"


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
    """The program runs with two different seeds, then with the second one where the first forest lies.

    The forest in the file has to be the one that was asked for last, with its own seed.
    """
    path = tmp_path / "first.joblib"
    first = file_of(submission, path, SEED)
    other = file_of(submission, tmp_path / "second.joblib", SEED + 1)
    assert (first != other).any(), f"the seeds {SEED} and {SEED + 1} gave the same forest"
    again = file_of(submission, path, SEED + 1)
    assert (again == other).all(), f"after a run with seed {SEED + 1} the file holds an earlier forest"


def test_accuracy_after_comes_from_the_file(submission, tmp_path):
    """Between dump and load the file is exchanged for a model that is nearly always wrong.

    The accuracy after the reload is that of the model which the file gives, whatever it is.
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


def test_a_stranger_in_the_file_is_not_identical(submission, new_process, tmp_path):
    """The file is exchanged for a model that is nearly always wrong, then for bytes that are no model.

    `identical` has to be computed from the answers of two models: the forest in memory, and the one that the
    file gave. Where the file gives none, an error is a good answer.
    """
    identical = report_on(submission, tmp_path, useless).identical
    assert identical is False, f"a useless model lay in the file, and identical is {identical}"
    try:
        identical = report_on(new_process(), tmp_path, lambda: NO_MODEL).identical
    except Exception:
        return
    assert identical is False, f"no model lay in the file, and identical is {identical}"


def test_equal_accuracy_is_not_identical(submission, tmp_path):
    """The file is exchanged for a model that makes as many mistakes, on other flowers.

    Equal accuracy means an equal number of mistakes. Which rows are mistaken, it does not say.
    """
    identical = report_on(submission, tmp_path, as_accurate).identical
    assert identical is False, f"a model with the same accuracy lay in the file, and identical is {identical}"


def test_equal_labels_are_not_identical(submission, tmp_path):
    """The file is exchanged for a model with the same labels and other probabilities.

    A label is the largest of the probabilities, and hides all the others. `predict_proba` shows more of a
    model than `predict`.
    """
    identical = report_on(submission, tmp_path, as_labelled).identical
    assert identical is False, f"a model with the same labels lay in the file, and identical is {identical}"


def test_a_tiny_difference_is_not_identical(submission, tmp_path):
    """The file is exchanged for the same forest, one of its probabilities changed by less than a billionth.

    Exactly the same class probabilities for every test row: no tolerance, no rounding, no row left out.
    """
    identical = report_on(submission, tmp_path, nearly_the_forest).identical
    assert identical is False, (
        f"a forest with one other probability lay in the file, and identical is {identical}"
    )


def file_of(process, path, seed):
    """Run the program and return what the model in its file says about all flowers."""
    process.train_save_reload(path, seed)
    return process.probes.answers(path)


def report_on(process, folder, make_decoy):
    """Run the program while somebody exchanges the file."""
    path, decoy, content = folder / "forest.joblib", folder / "decoy", make_decoy()
    decoy.write_bytes(content if isinstance(content, bytes) else pickle.dumps(content))
    process.probes.exchange_before_reading(path, decoy)
    return fields(process.train_save_reload(path, SEED))


def fields(report):
    """Return the three values; None where one is missing, or where `identical` is no truth value."""
    values = {name: getattr(report, name, None) for name in FIELDS}
    is_truth = isinstance(values["identical"], bool | np.bool_)
    return SimpleNamespace(**values | {"identical": bool(values["identical"]) if is_truth else None})


def kind(value):
    """Say in a few words what came instead of what was expected."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    named = isinstance(value, tuple | list | dict)
    return f"a {type(value).__name__} of {len(value)} values" if named else repr(value)[:80]


@functools.cache
def rows():
    """Return the rows as the program splits them."""
    X, y = load_iris(return_X_y=True)
    return train_test_split(X, y, test_size=0.3, random_state=1)


def forest(labels=None):
    """Return the forest of the program, or one with the same settings that learned other labels."""
    X_train, _, y_train, _ = rows()
    model = RandomForestClassifier(n_estimators=10, random_state=SEED)
    return model.fit(X_train, y_train if labels is None else labels)


@functools.cache
def labels_of_the_forest():
    """Return what the forest says about the test rows."""
    return forest().predict(rows()[1])


def useless():
    """Return a forest with the same settings that has learned every label wrong."""
    return forest(labels=(rows()[2] + 1) % 3)


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


def nearly_the_forest():
    """Return the forest with one leaf changed, so that one test row gets a slightly other minority vote.

    The row's sum and its largest probability stay as they are.
    """
    model, X_test, labels = forest(), rows()[1], labels_of_the_forest()
    leaves, little = model.apply(X_test), 10 / 2**34
    for row, place in np.ndindex(leaves.shape):
        shares = model.estimators_[place].tree_.value[leaves[row, place], 0]
        voted, n_there = shares.argmax(), np.count_nonzero(leaves[:, place] == leaves[row, place])
        if row and n_there == 1 and voted != labels[row]:
            shares[[voted, 3 - voted - labels[row]]] += [-little, little]
            return model
    raise LookupError("no leaf of this forest holds one test row and disagrees with the others")


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
