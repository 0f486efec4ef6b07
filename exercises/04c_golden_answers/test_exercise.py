"""Checks of 04c, in teaching order. The models are tables: what each says is known to the last bit."""

import numpy as np
import pytest

N_ROWS = 50
NUMBERS = np.roll(np.arange(N_ROWS), 7)
X = np.column_stack([NUMBERS, NUMBERS / 7])  # what a row is, its second column says to the last bit
LAST = int(NUMBERS[-1])  # the number of the last row
NAMES = np.array(["setosa", "versicolor", "virginica"])
LABELS = NAMES[np.arange(N_ROWS) % 3]
PROBABILITIES = np.full((N_ROWS, 3), 1 / 7)
PROBABILITIES[np.arange(N_ROWS), np.arange(N_ROWS) % 3] = 5 / 7
EIGHTHS = np.where(PROBABILITIES > 0.5, 0.75, 0.125)  # numbers that need few bits
PLAIN = "test_the_golden_answers_are_plain_data"
LIST = "test_a_list_of_texts_comes_back"


def with_change(change, row=LAST):
    """Return the probabilities with another number in one row, in its largest column."""
    changed = PROBABILITIES.copy()
    changed[row, row % 3] = change(changed[row, row % 3])
    return changed


@pytest.fixture
def ask(desk, submission):
    """Call a function of probes.py; its long arguments are not shown to the learner."""
    return asker(desk, submission)


@pytest.fixture
def ask_elsewhere(desk, new_process):
    """Call a function of probes.py in another process."""
    return asker(desk, new_process())


def asker(desk, process):
    def call(name, *arguments, **more):
        before = len(desk.calls)
        try:
            return getattr(process.probes, name)(*arguments, **more)
        finally:
            del desk.calls[before:]

    return call


def make(ask, probabilities=PROBABILITIES, labels=LABELS):
    """Let the learner make golden answers, and make sure that they are plain data."""
    golden, _ = ask("made", labels, probabilities, X)
    assert isinstance(golden, dict), f"make_golden returned {short(golden)}, not a dict"
    for name, value in golden.items():
        problem = not_plain(value)
        assert not problem, f"{name!r} holds {problem}"
    return golden


def not_plain(value):
    """Say what is not plain data in a value; empty if everything is."""
    if isinstance(value, np.ndarray):
        return "" if value.dtype.kind in "biufU" else f"an array of {value.dtype.name}s"
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list | tuple):
        return next(filter(None, map(not_plain, value)), "")
    is_plain = value is None or isinstance(value, bool | int | float | str | np.bool_ | np.number | np.str_)
    return (
        "" if is_plain else f"{short(value)}, of type {type(value).__name__}".replace(", of type Remote", "")
    )


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 50 else text[:47] + "..."


def texts(problems):
    """Make sure that a list of texts came back."""
    assert isinstance(problems, list), f"check_golden returned {short(problems)}, not a list"
    for problem in problems:
        assert isinstance(problem, str) and problem.strip(), f"the list holds {short(problem)}, not a text"
    return problems


def expect_none(problems, because):
    """Fail if problems were found."""
    assert not texts(problems), f"{because}, and check_golden says {short(problems[0])}"


def expect_some(problems, because):
    """Fail if no problem was found."""
    assert texts(problems), f"{because}, and check_golden found no problem"


def test_the_golden_answers_are_plain_data(ask):
    """A model is asked about fifty rows; its labels are texts, then texts in an array of objects.

    What is kept has to be readable in years, without the classes of today and without running a pickle.
    Numbers and texts are; an object is only as durable as its class.
    """
    make(ask)
    make(ask, labels=LABELS.astype(object))


@pytest.mark.after(PLAIN)
def test_a_list_of_texts_comes_back(ask):
    """A model that says what was kept is checked, and then one that says something else.

    Whoever reads the list wants to know what is wrong: a text for each problem, and none where there is none.
    """
    golden = make(ask)
    texts(ask("found", LABELS, PROBABILITIES, golden))
    texts(ask("found", LABELS[::-1], PROBABILITIES[::-1], golden))


@pytest.mark.after(LIST)
def test_the_same_model_has_no_problem_in_another_process(ask, ask_elsewhere):
    """One process makes the golden answers; another gets them, and models that answer the same.

    What the check needs has to be in the dict: the rows as well, since nobody else has them there.
    """
    golden = make(ask)
    expect_none(ask_elsewhere("found", LABELS, PROBABILITIES, golden), "every answer is the same")
    problems = ask_elsewhere("found_of_another_class", LABELS, PROBABILITIES, golden)
    expect_none(problems, "the answers are the same, of a model of another class")


@pytest.mark.after(LIST)
def test_labels_may_be_numbers_or_objects(ask):
    """The labels are whole numbers, and then texts in an array of objects; the same model is checked.

    A label is a number or a text, and is to be compared as what it is. What was made of it to be stored
    must not make it another label.
    """
    for labels in (np.arange(N_ROWS) % 3, LABELS.astype(object)):
        golden = make(ask, EIGHTHS, labels)
        problems = ask("found", labels, EIGHTHS, golden)
        expect_none(problems, f"the labels, such as {labels.tolist()[1]!r}, are the same")


@pytest.mark.after(LIST)
def test_what_becomes_of_the_rows_does_not_matter(ask):
    """The golden answers are made, and then the caller overwrites the array of rows.

    The dict and the caller shared one array. What is kept has to be a copy; and the rows of the caller stay
    as they are.
    """
    golden, rows = ask("made", LABELS, PROBABILITIES, X, overwrite=True)
    assert np.array_equal(rows, X), "make_golden changed the rows"
    expect_none(ask("found", LABELS, PROBABILITIES, golden, 0.001), "every answer is the same")


@pytest.mark.after(LIST)
def test_other_probabilities_are_a_problem(ask):
    """A model with the same labels is checked, whose probabilities are others.

    Labels are rounded probabilities. A model can change a good deal before one label does.
    """
    golden = make(ask)
    problems = ask("found", LABELS, 0.7 * PROBABILITIES + 0.1, golden)
    expect_some(problems, "all 150 probabilities are others")
    losers = PROBABILITIES.copy()
    losers[LAST] += np.roll([0.0, 0.1, -0.1], LAST % 3)
    problems = ask("found", LABELS, losers, golden)
    expect_some(problems, "in one row the two smaller probabilities are others")


@pytest.mark.after(LIST)
def test_without_a_tolerance_every_bit_counts(ask):
    """A model is checked of which one probability differs in the last bit, without a tolerance.

    Where the same numbers are computed in the same way there is no reason for any difference, and a small
    one is a trace of something that happened to the file.
    """
    golden = make(ask)
    changed = with_change(lambda p: np.nextafter(p, 1))
    expect_some(ask("found", LABELS, changed, golden), "one probability differs in its last bit")
    expect_some(ask("found", LABELS, changed, golden, 0.0), "one probability differs in its last bit")


@pytest.mark.after(LIST)
def test_other_labels_are_a_problem_at_any_tolerance(ask):
    """The probabilities are those that were kept, and the labels are not: all of them, then the last one.

    Probabilities have columns, and columns have no names. Which label is given in the end, only predict
    says; and labels have no distance that a tolerance could allow.
    """
    golden = make(ask)
    last = LABELS.copy()
    last[LAST] = NAMES[(LAST + 1) % 3]
    longer = np.where(LABELS == "versicolor", "versicolor-like", LABELS)
    turned_round = NAMES[(np.arange(N_ROWS) + 1) % 3]
    for tolerance in (0.0, 0.5):
        for labels, said in (
            (turned_round, "all labels are others"),
            (last, "one label is another"),
            (longer, "every third label is longer"),
        ):
            problems = ask("found", labels, PROBABILITIES, golden, tolerance)
            expect_some(problems, f"with the tolerance {tolerance}, {said}")


@pytest.mark.after(LIST)
def test_a_tolerance_is_granted(ask):
    """One probability of 150 is off by less than the tolerance, then two of one row are.

    The caller knows why a difference of this size may be there, and has said so. It holds for every
    probability by itself, and is the same for large and small ones.
    """
    golden = make(ask)
    for off, tolerance in ((0.05, 0.1), (4e-7, 1e-6), (-4e-7, 1e-6), (0.09, 0.1), (9e-7, 1e-6)):
        problems = ask("found", LABELS, with_change(lambda p, off=off: p + off), golden, tolerance)
        expect_none(problems, f"with the tolerance {tolerance}, one probability is off by {off}")
    twice = PROBABILITIES.copy()
    twice[LAST] += [-0.08, 0.08, 0.0]
    problems = ask("found", LABELS, twice, golden, 0.1)
    expect_none(problems, "with the tolerance 0.1, two probabilities are off by 0.08 each")
    problems = ask("found", LABELS, EIGHTHS - 0.25, make(ask, EIGHTHS), 0.25)
    expect_none(problems, "with the tolerance 0.25, all probabilities are off by exactly 0.25")


@pytest.mark.after(LIST)
def test_a_tolerance_is_kept(ask):
    """One probability of 150 is off by more than the tolerance.

    The tolerance is a promise about every single probability. One that is further off is a problem, however
    good the other 149 are.
    """
    golden = make(ask)
    for off, tolerance in ((0.2, 0.1), (-0.2, 0.1), (4e-6, 1e-6), (-4e-6, 1e-6)):
        problems = ask("found", LABELS, with_change(lambda p, off=off: p + off), golden, tolerance)
        expect_some(problems, f"with the tolerance {tolerance}, one probability is off by {off}")


@pytest.mark.after(LIST)
def test_nan_is_an_answer_too(ask):
    """A model is checked that answers NaN where NaN was kept; then NaN stands against a number.

    NaN is not equal to itself, and it is not larger than any tolerance either. Comparisons that do not
    think of it fail in both directions.
    """
    gap = with_change(lambda p: np.nan)
    with_gap = make(ask, gap)
    elsewhere = with_change(lambda p: np.nan, row=LAST - 3)
    beside = gap.copy()
    beside[LAST, (LAST + 1) % 3] += 0.3
    for tolerance in (0.0, 0.1):
        same = ask("found", LABELS, gap, with_gap, tolerance)
        expect_none(same, f"with the tolerance {tolerance}, NaN was kept and is answered")
    for number, called in ((PROBABILITIES, "a number"), (with_change(lambda p: 0.0), "zero")):
        golden = make(ask, number)
        for tolerance in (0.0, 0.1):
            problems = ask("found", LABELS, gap, golden, tolerance)
            expect_some(problems, f"with the tolerance {tolerance}, {called} was kept and NaN is answered")
            problems = ask("found", LABELS, number, with_gap, tolerance)
            expect_some(problems, f"with the tolerance {tolerance}, NaN was kept and {called} is answered")
    expect_some(ask("found", LABELS, elsewhere, with_gap), "NaN is answered to another row than before")
    expect_some(ask("found", LABELS, beside, with_gap), "beside the NaN of a row another number has changed")


@pytest.mark.after(LIST)
def test_a_model_that_cannot_answer_is_a_problem(ask):
    """Models are checked that answer with one column, with two, or with an error of one kind or another.

    Whoever asks for a list of problems wants to find the worst one in it.
    """
    golden = make(ask)
    for n_columns in (1, 2):
        found = of(ask, "found", LABELS, PROBABILITIES[:, :n_columns], golden, 0.9)
        expect_some(found, f"the model answers with {n_columns} of 3 columns")
    for kind in ("NotFittedError", "RuntimeError", "AttributeError"):
        expect_some(of(ask, "found_of_silent", golden, kind), f"predict_proba raised {kind}")


def of(ask, *arguments):
    """Return what a call gives; an error of the learner's code is told in one sentence."""
    try:
        return ask(*arguments)
    except Exception as error:
        raise AssertionError(f"check_golden raised {type(error).__name__}: {str(error)[:80]}") from None


@pytest.mark.after(LIST)
def test_the_order_of_the_names_does_not_matter(ask):
    """The dict comes back with its names in another order, at every level.

    A name says what is kept under it. The order in which names come is not kept by every way of storing them.
    """
    golden = turned(make(ask))
    expect_none(ask("found", LABELS, PROBABILITIES, golden), "every answer is the same")


def turned(value):
    """Return a dict with its names in the opposite order; and so the dicts in it."""
    if not isinstance(value, dict):
        return value
    return {name: turned(value[name]) for name in reversed(value)}
