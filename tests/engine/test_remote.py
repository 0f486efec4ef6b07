"""What a check can do with an object that stays in the student process."""

import copy
import pickle

import numpy as np
import pytest

from rehydrate.lab.engine import remote
from rehydrate.lab.engine.proxy import Endless, OutOfTime, Remote, Unreadable

SOURCE = """
import collections, contextlib, dataclasses, enum, itertools
import numpy as np

class Box:
    def __init__(self, *items): self.items = list(items)
    def __len__(self): return len(self.items)
    def __getitem__(self, place): return self.items[place]
    def __setitem__(self, place, value): self.items[place] = value
    def __delitem__(self, place): del self.items[place]
    def __contains__(self, thing): return thing in self.items
    def __bool__(self): return self.items != [0]
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def itself(self): return self

class Plain: pass
class Colour(enum.Enum):
    red = 1
Pair = collections.namedtuple("Pair", "a b")

@dataclasses.dataclass
class Point:
    x: float = 1.5

class Opened:
    log = []
    def __init__(self, swallow=False): self.swallow = swallow
    def __enter__(self):
        self.log.append("in")
        return self
    def __exit__(self, kind, error, trace):
        self.log.append([kind and kind.__name__, error and str(error)])
        return self.swallow

class WrongLength:
    def __init__(self, length): self.length = length
    def __len__(self): return self.length
    def __iter__(self): return iter([1])

asked = []
def count():
    for n in itertools.count():
        asked.append(n)
        yield n
def three(): yield from (1, [2], Plain())
def breaks():
    yield 1
    raise ValueError("broke")
@contextlib.contextmanager
def opened(name):
    yield {"name": name}
def stops(n): raise StopIteration(n)
def structured(): return np.array([(1, 2.5)], dtype=[("n", "i4"), ("x", "f8")])
def masked(): return np.ma.masked_array([1, 2], [True, False])
def frame():
    import pandas
    return pandas.DataFrame({"a": [1, 2]})
def series():
    import pandas
    return pandas.Series([1.0, 2.0])
"""


@pytest.fixture(scope="module")
def launcher(one_launcher):
    return one_launcher


@pytest.fixture(scope="module")
def far(benign):
    return benign(SOURCE)


@pytest.fixture
def submission(far):
    return far.submission


@pytest.fixture
def box(submission):
    return submission.Box(1, [2], "three")


def test_the_signs_of_a_container_work(box):
    assert len(box) == 3
    assert box[1] == [2]
    assert box[-1] == "three"
    assert box[:2] == [1, [2]]
    assert 1 in box
    assert 7 not in box
    box[0] = 5
    del box[1]
    assert list(box) == [5, "three"]
    with pytest.raises(IndexError, match="out of range"):
        box[9]


def test_a_truth_value_is_asked_for(submission):
    assert submission.Box(1)
    assert not submission.Box(0)
    assert submission.Plain()


def test_equality_is_identity_over_there(submission, box):
    assert box.itself() == box
    assert box != submission.Box(1, [2], "three")
    assert box != 1
    assert len({box, box.itself(), submission.Box()}) == 2
    assert submission.Colour.red == submission.Colour.red


def test_equality_of_two_processes_is_never(submission, benign, box):
    other = benign(SOURCE).submission.Box(1)
    assert other != box
    assert submission.Plain() not in (other, None)


@pytest.mark.parametrize(
    "use",
    [
        lambda thing: thing < 3,
        lambda thing: thing >= 3,
        lambda thing: thing + 1,
        lambda thing: np.ones(2) * thing,
        lambda thing: -thing,
        lambda thing: abs(thing),
        lambda thing: float(thing),
        lambda thing: int(thing),
        lambda thing: round(thing),
        lambda thing: [1, 2][thing],
        lambda thing: sorted([thing, thing]),
        lambda thing: sum([thing]),
    ],
    ids=["<", "<=", "+", "*", "-", "abs", "float", "int", "round", "index", "sorted", "sum"],
)
def test_what_cannot_be_computed_says_what_to_write(box, use):
    with pytest.raises(TypeError, match=r"<Box> lies in the student process.*ask it for plain data"):
        use(box)


def test_an_attribute_is_not_set_from_here(submission, box):
    for thing in (submission, submission.probes, box):
        with pytest.raises(TypeError, match=r"by a function in probes\.py"):
            thing.items = [3]


def test_only_what_can_be_called_there_is_callable_here(submission, box):
    assert callable(submission.Box)
    assert not callable(box)


def test_it_is_not_copied_out(submission, box):
    for thing in (submission, box):
        for leave in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="cannot be copied out of it"):
                leave(thing)


@pytest.mark.parametrize("length", [-1, 2**70, 1.5, "three"])
def test_a_length_that_is_none_is_an_error_over_there(submission, length):
    with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
        len(submission.WrongLength(length))
    assert caught.value.origin


def test_a_length_for_which_there_is_no_room_is_not_believed(submission):
    for ask in (len, list, tuple):
        with pytest.raises(Unreadable, match="no whole number up to 10,000,000"):
            ask(submission.WrongLength(2**33))


def test_what_has_no_sign_over_there_says_so(submission):
    with pytest.raises(TypeError, match=r"object of type 'Plain' has no len\(\)"):
        len(submission.Plain())
    with pytest.raises(TypeError, match="'Plain' object is not iterable"):
        list(submission.Plain())
    with pytest.raises(TypeError, match="'Box' object is not an iterator"):
        next(submission.Box(1))
    with pytest.raises(AttributeError, match="__enter__"), submission.Plain():
        pass


def test_a_generator_is_asked_for_as_many_items_as_are_taken(submission):
    numbers = submission.count()
    assert next(numbers) == 0
    for number in numbers:
        if number == 3:
            break
    assert submission.asked == [0, 1, 2, 3]
    assert [number for number, _ in zip(numbers, range(2), strict=False)] == [4, 5]


def test_a_generator_ends_and_breaks_as_it_would_here(submission):
    one, two, thing = submission.three()
    assert (one, two) == (1, [2])
    assert isinstance(thing, Remote)
    broken = iter(submission.breaks())
    assert next(broken) == 1
    with pytest.raises(ValueError, match="broke"):
        next(broken)
    with pytest.raises(StopIteration):
        next(broken)


def test_an_endless_generator_is_left(submission, monkeypatch):
    monkeypatch.setattr(remote, "MAX_STEPS", 50)
    with pytest.raises(Endless, match="more than 50 items"):
        list(submission.count())


def test_all_items_together_have_the_time_of_one_answer(student):
    opened = student(
        "import time\ndef drip():\n    while True:\n        time.sleep(0.02)\n        yield 1\n", seconds=0.5
    )
    with pytest.raises(OutOfTime):
        list(opened.submission.drip())


def test_an_end_of_iteration_ends_no_loop_of_a_check(submission):
    with pytest.raises(RuntimeError):
        all(map(submission.stops, [1, 2]))


def test_a_context_manager_is_entered_and_left_over_there(submission):
    opened = submission.Opened()
    with opened as inner:
        assert inner == opened
        assert submission.Opened.log == ["in"]
    with submission.opened("x") as found:
        assert found == {"name": "x"}
    with pytest.raises(ValueError, match="^no$"), submission.Opened():
        raise ValueError("no")
    assert opened.log == ["in", [None, None], "in", ["ValueError", "no"]]


@pytest.mark.parametrize(
    "error", [AssertionError("found"), KeyError("found"), pytest.fail.Exception("found")]
)
def test_a_submission_swallows_nothing_that_a_check_found(submission, error):
    with pytest.raises(type(error), match="found"), submission.Opened(swallow=True):
        raise error


def test_a_process_that_died_is_not_asked_to_leave(student):
    opened = student(
        "import os\nclass Opened:\n    def __enter__(self): return self\n    def __exit__(self, *e): pass\n"
        "    def die(self): os._exit(3)\n"
    )
    with pytest.raises(BaseException, match="exit code 3"), opened.submission.Opened() as thing:  # noqa: PT012
        thing.die()


def test_parts_of_what_stays_there_can_be_asked_for(submission):
    structured = submission.structured()
    assert repr(structured) == "<ndarray>"
    assert structured["n"].tolist() == [1]
    pair = submission.Pair(1, 2)
    assert (pair.a, pair[1], tuple(pair)) == (1, 2, (1, 2))
    assert submission.Colour.red.value == 1
    assert submission.Point().x == 1.5
    assert submission.masked().filled(9).tolist() == [9, 2]


def test_pandas_objects_are_asked_by_their_own_names(submission):
    frame = submission.frame()
    assert isinstance(frame, Remote)
    assert len(frame) == 2
    assert frame["a"].to_numpy().tolist() == [1, 2]
    assert "a" in frame
    assert list(frame.columns) == ["a"]
    with pytest.raises(ValueError, match="ambiguous"):
        assert frame


def test_an_array_can_be_made_of_what_stays_there(submission, box):
    assert np.asarray(submission.series()).tolist() == [1.0, 2.0]
    assert np.array_equal(submission.series(), [1, 2])
    assert np.asarray(submission.series(), dtype=int).dtype.kind == "i"
    assert np.asarray(submission.Plain()).shape == ()
