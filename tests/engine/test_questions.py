"""What a check gives to a submission: copies, and what becomes of them."""

import threading

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import FunctionTransformer

from rehydrate.lab.engine import questions
from rehydrate.lab.engine.proxy import NotSent, Unreadable

SOURCE = """
def spoil(rows, *, options=None):
    rows.append(9)
    if options: options.clear()
    return len(rows)
def zero(array): array[:] = 0
def fails(rows):
    rows.clear()
    raise ValueError("no")
def same(one, other): return one is other
def inside(pair): return pair[0] is pair[1]
def echo(thing): return thing
def module(thing): return thing.__name__
class Box:
    items = None
    def fill(self, items): self.items = items; items += [1]
def transform(model, rows): return model.transform(rows)
class Moody:
    def __setstate__(self, state): raise ValueError("not today")
"""


@pytest.fixture(scope="module")
def launcher(one_launcher):
    return one_launcher


@pytest.fixture(scope="module")
def far(benign):
    return benign(SOURCE, probes="def inner(module, thing): return module.echo(thing)\n")


@pytest.fixture
def submission(far):
    return far.submission


def test_what_the_submission_does_to_an_argument_is_seen_when_asked_for(submission):
    rows, options = [1, 2], {"a": 1}
    assert submission.spoil(rows, options=options) == 3
    assert (rows, options) == ([1, 2], {"a": 1})
    assert submission.last_arguments() == (([1, 2, 9],), {"options": {}})
    array = np.ones(3)
    submission.zero(array)
    ((after,), _) = submission.last_arguments()
    assert (array.tolist(), after.tolist()) == ([1, 1, 1], [0, 0, 0])


def test_arguments_of_methods_and_of_calls_that_fail_are_seen_too(submission):
    with pytest.raises(ValueError, match="^no$"):
        submission.fails([1])
    assert submission.last_arguments() == (([],), {})
    box = submission.Box()
    box.fill([0])
    ((after,), _) = submission.last_arguments()
    assert after == [0, 1]


def test_one_object_given_twice_in_a_call_is_one_object_there(submission):
    rows = [1]
    assert submission.same(rows, rows)
    assert submission.inside([rows, rows])
    assert not submission.same([1], [1])


def test_what_comes_back_is_another_object(submission):
    rows = [1]
    back = submission.echo(rows)
    assert back == rows
    assert back is not rows
    model = LogisticRegression()
    assert submission.echo(model) is not model


def test_the_modules_themselves_can_be_given(submission):
    assert submission.module(submission) == "answer"
    assert submission.module(submission.probes) == "probes"
    assert submission.probes.inner(submission, 5) == 5


def test_a_model_may_hold_a_function_of_the_check(submission):
    doubling = FunctionTransformer(lambda rows: 2 * rows)
    assert submission.transform(doubling, np.arange(3)).tolist() == [0, 2, 4]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: threading.Lock(), "cannot pickle '_thread.lock' object; make it in probes.py instead"),
        (lambda: (n for n in [1]), "cannot pickle 'generator' object"),
        (lambda: type("Clock", (), {})(), "the class Clock belongs to the check"),
        (lambda: type("Clock", (), {}), "a function or a method instead, which is then called here"),
    ],
    ids=["lock", "generator", "object", "class"],
)
def test_what_cannot_be_sent_says_what_to_do(submission, make, words):
    with pytest.raises(NotSent, match=words):
        submission.echo([make()])
    assert submission.echo(1) == 1


def test_a_question_of_absurd_size_is_refused_here(submission, monkeypatch):
    monkeypatch.setattr(questions, "MAX_BYTES", 1000)
    with pytest.raises(NotSent, match=r"take 1,\d\d\d bytes, more than the 1,000"):
        submission.echo(bytes(1000))


def test_an_argument_that_breaks_on_its_way_is_no_answer(student):
    opened = student("import sys\nsys.modules['decimal'] = None\ndef f(thing): return 1\n")
    import decimal

    with pytest.raises(
        Unreadable, match="an argument arrived broken: ModuleNotFoundError: import of decimal"
    ):
        opened.submission.f(decimal.Decimal(1))
    with pytest.raises(Unreadable, match="arrived broken"), pytest.raises(Exception):  # noqa: B017
        opened.submission.f(decimal.Decimal(1))


def test_the_learners_file_may_fail_to_load_as_an_argument(student):
    opened = student("1 / 0\n", probes="def f(module): return 1\n")
    with pytest.raises(BaseException, match="division by zero") as caught:  # noqa: PT011
        opened.submission.probes.f(opened.submission)
    assert caught.value.origin.loading
