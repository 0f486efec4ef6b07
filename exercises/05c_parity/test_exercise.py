"""Checks of 05c, in teaching order. The answers of model and runtime stand in the rows, so they are known."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

READ = "test_three_figures_come_back"
NAMES = ["small", "medium", "large"]
ABOVE, BELOW = 0.4375 + 2**-20, 0.4375 - 2**-20  # as good as tied
FLIPS = [ABOVE, BELOW, 0.125, 0, BELOW, ABOVE, 0.125, 1]
FLIPS_BACK = [BELOW, ABOVE, 0.125, 1, ABOVE, BELOW, 0.125, 0]


@cache
def flowers(offset=0):
    """Return rows whose third column begins at an offset, and a pipeline that was fitted on them."""
    X, y = load_iris(return_X_y=True)
    X = X + np.array([0, 0, offset, 0])
    return X, make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y)


def rows(n=40):
    """Return rows in which both give the same answers, none of them close to another.

    All numbers here are sums of a few powers of two, so that no precision changes them.
    """
    kinds = [[0.75, 0.125, 0.125], [0.125, 0.5, 0.375], [0.25, 0.25, 0.5]]
    probabilities = np.tile(kinds, (n // 3 + 1, 1))[:n]
    answers = np.column_stack([probabilities, probabilities.argmax(axis=1)])
    return np.hstack([answers, answers])


def figures_of(figures):
    """Make sure that the three figures came back, each of its kind."""
    assert isinstance(figures, dict), f"parity returned {short(figures)}, not a dict"
    kinds = {
        "labels_differ": (int | np.integer, "a whole number"),
        "largest": (int | float | np.number, "a number"),
        "same": (bool | np.bool_, "True or False"),
    }
    for name, (kind, words) in kinds.items():
        assert name in figures, f"the dict has no {name!r}; it has {', '.join(map(short, figures))}"
        right = isinstance(figures[name], kind) and (name == "same" or not isinstance(figures[name], bool))
        assert right, f"{name!r} is {short(figures[name])}, not {words}"
    return figures


def expect(figures, labels_differ=None, largest=None, same=None):
    """Compare the figures with what is known."""
    if labels_differ is not None:
        said = f"'labels_differ' is {figures['labels_differ']}; {labels_differ} differ"
        assert figures["labels_differ"] == labels_differ, said
    if largest is not None:
        near = abs(figures["largest"] - largest) <= 1e-9
        assert near, f"'largest' is {figures['largest']:.3g}; the largest difference is {largest:.3g}"
    if same is not None:
        assert bool(figures["same"]) is same, f"'same' is {figures['same']}; it should be {same}"


def compare(submission, X, names=NAMES, **options):
    """Let the learner compare what stands in the rows."""
    return figures_of(submission.probes.of_readers(X, names, options))


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def test_three_figures_come_back(submission):
    """A model is compared with a runtime that gives the same answers to 40 rows.

    The caller wants a whole number, a number and a truth value, under the three names.
    """
    expect(compare(submission, rows()), labels_differ=0, largest=0.0, same=True)


@pytest.mark.after(READ)
def test_rounding_is_no_difference(submission):
    """The pipeline for iris is compared with its float32 twin, which rounds in the seventh digit.

    Two programs that add in another order, or in another precision, never agree to the last bit. The
    tolerance says what is allowed.
    """
    X, pipeline = flowers()
    seen = submission.probes.of_scorer(pipeline, X)
    assert 0 < seen["apart"] < 1e-6 and not seen["labels"]
    expect(figures_of(seen["figures"]), labels_differ=0, same=True)


@pytest.mark.after(READ)
def test_a_column_with_an_offset_is_noticed(submission):
    """Pipeline and twin again; now the third column begins at 100,000,000, so that 1.4 is 100,000,001.4.

    float32 has seven digits. In the rows as they are, a whole column is lost to the runtime. In rows that
    were scaled, made up or rounded before, nothing of that is to be seen.
    """
    X, pipeline = flowers(1e8)
    seen = submission.probes.of_scorer(pipeline, X)
    assert seen["labels"] > 10
    figures, labels = figures_of(seen["figures"]), seen["labels"]
    enough = figures["labels_differ"] >= labels / 2  # exact counts have checks of their own
    assert enough, f"'labels_differ' is {figures['labels_differ']}; {labels} differ"
    expect(figures, same=False)


@pytest.mark.after(READ)
def test_a_runtime_that_copes_is_the_same(submission):
    """Another twin subtracts the mean in float64 and rounds after that: the offset does no harm.

    This runtime is as good as the model, if it gets the rows that the model gets.
    """
    X, pipeline = flowers(1e8)
    seen = submission.probes.of_scorer(pipeline, X, careful=True)
    assert 0 < seen["apart"] < 1e-6 and not seen["labels"]
    expect(figures_of(seen["figures"]), labels_differ=0, same=True)


@pytest.mark.after(READ)
def test_equal_labels_are_not_enough(submission):
    """All labels agree, and the probabilities of one row are off by a sixty-fourth.

    Labels are rounded probabilities. A threshold, a ranking or an expected cost is computed from what was
    there before the rounding.
    """
    X = rows()
    X[18, 4:7] += [1 / 64, -1 / 64, 0]
    expect(compare(submission, X), labels_differ=0, largest=1 / 64, same=False)


@pytest.mark.after(READ)
def test_a_label_that_flips_is_a_difference(submission):
    """In one of 40 rows two classes are as good as tied: the probabilities agree, and the label flips.

    Whoever acts on the label acts otherwise now. It takes no large difference to flip one.
    """
    X = rows()
    X[5] = FLIPS
    expect(compare(submission, X), labels_differ=1, largest=2**-19, same=False)


@pytest.mark.after(READ)
def test_the_label_is_asked_for(submission):
    """In one row two classes are tied, exactly, and the runtime gives the other of the two.

    A label is what `predict` says. How a tie is broken, or which threshold is used, is not to be seen in the
    probabilities.
    """
    X = rows()
    X[6] = [0.4375, 0.4375, 0.125, 0, 0.4375, 0.4375, 0.125, 1]
    expect(compare(submission, X), labels_differ=1, largest=0.0, same=False)


@pytest.mark.after(READ)
def test_two_flips_that_cancel_are_two(submission):
    """In two of 500 rows the label flips, in one of them there and in the other back.

    Each class is given as often as before, and 99.6 percent of the labels agree. Two customers get the
    wrong letter.
    """
    X = rows(500)
    X[40] = FLIPS
    X[41] = FLIPS_BACK
    expect(compare(submission, X), labels_differ=2, largest=2**-19, same=False)


@pytest.mark.after(READ)
def test_labels_are_names_not_quantities(submission):
    """The labels are the article numbers 40041513, 40041514 and 40041515; in one row the label flips.

    The two numbers are close, and the two articles are not. A label is equal or it is another one.
    """
    X = rows()
    X[5] = FLIPS
    found = compare(submission, X, names=[40041513, 40041514, 40041515])
    expect(found, labels_differ=1, largest=2**-19, same=False)


@pytest.mark.after(READ)
def test_the_largest_difference_is_reported(submission):
    """Three rows are off, by different amounts, in different columns; the largest is asked for.

    Differences have two directions, and a row has several probabilities. A mean hides the row that hurts.
    """
    for largest in ([-1 / 32, -1 / 32, 1 / 16], [1 / 16, -1 / 32, -1 / 32]):
        X = rows()
        X[3, 4:7] += [1 / 1024, 1 / 1024, -1 / 512]
        X[4, 4:7] += largest
        X[9, 4:7] += [-0.75 * difference for difference in largest]
        for _ in range(2):
            expect(compare(submission, X), labels_differ=0, largest=1 / 16, same=False)
            X[:, [0, 1, 2, 4, 5, 6]] = X[:, [4, 5, 6, 0, 1, 2]]


@pytest.mark.after(READ)
def test_every_row_is_asked(submission):
    """Of 3,000 rows the last one is answered differently.

    The row that hurts is rare: that is why nobody has met it yet. A sample of the rows meets it rarely.
    """
    X = rows(3000)
    X[-1, 4:7] += [1 / 16, -1 / 16, 0]
    expect(compare(submission, X), labels_differ=0, largest=1 / 16, same=False)


@pytest.mark.after(READ)
def test_the_tolerance_is_the_callers(submission):
    """Differences are compared with tolerances of the caller: above them, below, and exactly there.

    How much is too much depends on what is done with the answer. The caller knows that.
    """
    trials = [(2**-8, 0.01, True), (2**-8, 0.001, False), (2**-19, 1e-6, False), (2**-8, 2**-8, True)]
    for difference, tolerance, same in trials:
        X = rows()
        X[8, 4:7] += [difference, -difference, 0]
        found = compare(submission, X, tolerance=tolerance)
        said = (
            f"with tolerance={tolerance:.4g} and a difference of {difference:.4g} 'same' is {found['same']}"
        )
        assert bool(found["same"]) is same, said


@pytest.mark.after(READ)
def test_no_number_is_a_difference(submission):
    """In three rows the runtime answers NaN where the model has a small number; the labels agree.

    Nothing is larger than NaN and nothing smaller: `<`, `>` and `==` with it are always false. A maximum may
    take it along or leave it out.
    """
    small, X = 2**-20, rows()
    for place in range(3):
        probabilities = np.insert([0.75, 0.25 - small], place, small)
        X[21 + place] = [*probabilities, probabilities.argmax()] * 2
        X[21 + place, 4 + place] = np.nan
    found = compare(submission, X)
    assert not found["same"], f"the runtime answered NaN in three rows, and 'same' is {found['same']}"


@pytest.mark.after(READ)
def test_an_error_is_passed_on(submission):
    """The runtime raises a ValueError when it is asked for probabilities.

    A runtime that cannot take the rows has not answered. Nobody can call that the same.
    """
    seen = submission.probes.of_broken(rows(), NAMES)
    assert "error" in seen, f"the runtime raised a ValueError, and parity returned {short(seen['figures'])}"
