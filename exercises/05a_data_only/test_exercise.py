"""Checks of 05a, in teaching order. The files are looked at beside the submission, never here."""

from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

X, y = load_iris(return_X_y=True)
X = X * [1, 1000, 1e-3, 1e4]  # columns as different as in life: metres beside milligrams
LABELS = {
    "numbers": np.array([0, 1, 2]),
    "turned numbers": np.array([2, 0, 1]),
    "other numbers": np.array([2, 3, 10]),
    "text": np.array(["1", "größer", "a kind with quite a long name"]),
    "objects": np.array(["1", "größer", "a kind with quite a long name"], dtype=object),
    "text of digits": np.array(["1", "2", "10"]),
}
ROOM = 1e-12  # for another order of additions; a digit that was cut off shows far above it


@cache
def fitted(labels="numbers"):
    """Return a pipeline, fitted once for all submissions."""
    if labels == "two":
        return make_pipeline(StandardScaler(), LogisticRegression()).fit(X[50:], y[50:] - 1)
    return make_pipeline(StandardScaler(), LogisticRegression()).fit(X, LABELS[labels][y])


def with_a_constant():
    """Return rows with a column that says nothing."""
    return np.column_stack([X, np.full(len(X), 7.0)])


@cache
def fitted_with_other_names():
    """Return a pipeline whose steps are called otherwise, for five columns."""
    steps = [("first", StandardScaler()), ("second", LogisticRegression())]
    return Pipeline(steps).fit(with_a_constant(), y)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "flowers.npz"


def exported(submission, path, labels="numbers"):
    """Let the submission write a file; return the pipeline that should be in it."""
    submission.export_model(fitted(labels), path)
    assert path.is_file(), f"export_model returned, and there is no file {path.name}"
    return fitted(labels)


def labels_of(model, expected):
    """Ask for the labels of all rows, and make sure that there is one for each."""
    labels = np.asarray(model.predict(X))
    assert labels.shape == expected.shape, (
        f"{len(X)} rows were asked, and predict returned the shape {labels.shape}, not a label for each"
    )
    return labels


def as_words(labels):
    """Write labels so that 1, 1.0 and "1" look alike: their type has a check of its own."""
    return [str(label).removesuffix(".0") for label in labels.tolist()]


def known_mistakes():
    """Return the labels of pipelines that lack a part."""
    scaler, classifier = fitted()[0], fitted()[1]
    raw = X @ classifier.coef_.T + classifier.intercept_
    return {
        "the scaler": raw.argmax(axis=1),
        "the intercept": (scaler.transform(X) @ classifier.coef_.T).argmax(axis=1),
        "the mean": ((X / scaler.scale_) @ classifier.coef_.T + classifier.intercept_).argmax(axis=1),
    }


def test_the_file_alone_is_enough(submission, new_process, path, tmp_path):
    """One process exports; the file is moved, and another process imports it and predicts 150 rows.

    Not every label is the pipeline's. A prediction needs mean and scale of each column, the weights, the
    intercepts and the labels in the order of the columns.
    """
    expected = exported(submission, path).predict(X)
    (tmp_path / "shipped").mkdir()
    elsewhere = path.rename(tmp_path / "shipped" / path.name)
    labels = labels_of(new_process().import_model(elsewhere), expected)
    wrong = sum(one != other for one, other in zip(as_words(labels), as_words(expected), strict=True))
    lacks = [part for part, known in known_mistakes().items() if as_words(labels) == as_words(known)]
    said = f"{wrong} of {len(X)} labels are not the pipeline's"
    assert not wrong, said + (f"; they are the labels without {lacks[0]}" if lacks else "")


def test_there_is_one_file_of_exactly_that_name(submission, new_process, tmp_path):
    """A pipeline is exported to a path without a suffix, another process exports another one there.

    The caller chose the name, and the file there is the one that was written last. Some functions of numpy
    write to another name if it does not end as they like.
    """
    path, other = tmp_path / "flowers", new_process()
    for program, labels in ((submission, "numbers"), (other, "turned numbers")):
        program.export_model(fitted(labels), path)
        found = sorted(each.name for each in tmp_path.iterdir())
        assert found == ["flowers"], f"the folder holds {found or 'nothing'}; it should hold ['flowers']"
    expected = as_words(fitted("turned numbers").predict(X))
    for program, words in ((other, "wrote it"), (submission, "had exported before")):
        labels = as_words(labels_of(program.import_model(path), np.array(expected)))
        wrong = sum(one != two for one, two in zip(labels, expected, strict=True))
        assert not wrong, f"{wrong} labels of the second file are wrong, in the process that {words}"


def test_it_holds_numbers_and_text(submission, path):
    """A pipeline with text labels, in an array of objects, is exported; the file and its import are watched.

    An `.npz` may hold pickles too: numpy makes one of every array of objects, without a word. And a pickle
    that was wrapped in bytes or text is a pickle still.
    """
    exported(submission, path, "objects")
    inside = submission.probes.look_inside(path)
    kinds = {"pickle": "it looks like a pickle", "unknown": "it is something else"}
    assert inside["kind"] not in kinds, f"the file is neither an .npz nor JSON: {kinds.get(inside['kind'])}"
    objects = inside["objects"]
    assert not objects, f"in the .npz, {objects and objects[0]!r} is an array of Python objects: a pickle"
    ran = submission.probes.run_while_importing(path, X[:2])
    assert not ran, f"import_model called {' and '.join(ran)}"


def test_a_made_up_file_runs_nothing(submission, tmp_path):
    """Somebody puts a file with the same entries in the place; pickles in it leave a mark if they are run.

    The writer of this file is not you. Whatever import_model does with it, the content must stay data.
    """
    for labels in ("numbers", "objects"):
        ours, theirs, mark = (tmp_path / f"{labels}-{name}.npz" for name in ("ours", "theirs", "mark"))
        submission.export_model(fitted(labels), ours)
        assert ours.is_file(), f"export_model returned, and there is no file {ours.name}"
        submission.probes.make_up(theirs, ours, mark)
        submission.probes.try_to_open(theirs, X[:2])
        assert not mark.exists(), "the made-up file left its mark: importing it ran what it holds"


def test_every_digit_comes_back(submission, path):
    """The probabilities of 150 rows are compared with those of the pipeline.

    A number that lost digits on its way gives nearly the same answer, and nobody sees where the rest went.
    """
    expected = exported(submission, path).predict_proba(X)
    compare(submission.import_model(path).predict_proba(X), expected)


def compare(observed, expected, where=""):
    """Compare probabilities, with room for another order of additions."""
    observed = np.asarray(observed)
    assert observed.shape == expected.shape, (
        f"{where}the probabilities have the shape {observed.shape}, not {expected.shape}"
    )
    assert observed.dtype.kind == "f", f"{where}the probabilities are of type {observed.dtype}"
    apart = float(np.abs(observed - expected).max())
    assert apart <= ROOM, f"{where}a probability is off by {apart:.2g}; {ROOM:g} is allowed"


def test_two_classes_work_as_well_as_three(submission, path):
    """A pipeline that knows two kinds of flower is exported, imported and asked.

    For two classes scikit-learn stores one row of weights, not two, and the probability comes from a
    sigmoid of one number.
    """
    pipeline = exported(submission, path, "two")
    model = submission.import_model(path)
    compare(model.predict_proba(X), pipeline.predict_proba(X))
    labels, expected = labels_of(model, pipeline.predict(X)), pipeline.predict(X)
    assert as_words(labels) == as_words(expected), "the labels are not the pipeline's"


def test_another_pipeline_is_another_model(submission, new_process, path):
    """The steps have other names; a fifth column is constant; rows come as lists, and from far away.

    What varies from pipeline to pipeline has to be read from it. And a row far from all others has
    probabilities like any other.
    """
    rows, pipeline = with_a_constant(), fitted_with_other_names()
    submission.export_model(pipeline, path)
    model = new_process().import_model(path)
    compare(model.predict_proba(rows), pipeline.predict_proba(rows), "with a constant column, ")
    few, far = rows[:3].tolist(), rows * 1e4
    compare(model.predict_proba(few), pipeline.predict_proba(few), "for a list of rows, ")
    compare(model.predict_proba(far), pipeline.predict_proba(far), "for rows far away, ")


def test_text_labels_come_back_as_text(submission, new_process, tmp_path):
    """Text labels, long ones, foreign ones and digits, in two types of array, are asked for elsewhere.

    What `predict` gives are the entries of `classes_`, not their places, and each as it was.
    """
    other = new_process()
    for labels in ("text", "objects", "text of digits"):
        path = tmp_path / f"{labels}.npz"
        expected = exported(submission, path, labels).predict(X)
        expect_labels(labels_of(other.import_model(path), expected).tolist(), expected.tolist())


def test_whole_numbers_come_back_as_whole_numbers(submission, new_process, path):
    """The labels are 2, 3 and 10: exported, and asked for in another process.

    A label is compared and looked up later. "10" is no key where 10 is one.
    """
    expected = exported(submission, path, "other numbers").predict(X)
    expect_labels(labels_of(new_process().import_model(path), expected).tolist(), expected.tolist())


def expect_labels(observed, expected):
    """Expect equal labels of equal type."""
    for one, other in zip(observed, expected, strict=True):
        same = type(one) is type(other) and one == other
        assert same, f"predict gave {one!r} where the pipeline gives {other!r}"


def test_a_file_of_another_schema_is_refused(submission, new_process, path):
    """The entry `schema` is looked at; then it is changed, and the file imported in another process.

    A later version of your program may lay out its files in another way. An old program that reads such a
    file as if it were its own gets numbers, and wrong ones.
    """
    exported(submission, path)
    schema = submission.probes.look_inside(path).get("schema")
    right = np.size(schema) == 1 and np.ravel(schema)[0] == 1
    assert right, f"the file's entry schema is {schema!r}, not the number 1"
    for number in (2, 0):
        submission.probes.give_another_schema(path, number)
        try:
            new_process().import_model(path)
        except ValueError:
            continue
        except Exception as error:
            raise AssertionError(f"for schema {number}: {type(error).__name__}, not ValueError") from error
        raise AssertionError(f"a file with schema {number} was imported without a ValueError")
