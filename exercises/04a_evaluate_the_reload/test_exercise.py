"""Checks of 04a, in teaching order. Clocks and model are ours: what each step takes is drawn anew."""

import random
from statistics import mean, median

import numpy as np
import pytest

TIMES = ("load_seconds", "first_predict_seconds", "predict_seconds")
NUMBERS = (*TIMES, "largest_difference", "accuracy")
DICE = random.SystemRandom()  # every verdict process draws anew, forked ones too
READ = "test_six_figures_come_back"

N_ROWS = 50
TRUE = np.repeat([0, 1, 2], [15, 15, 20])
LABELS = (
    TRUE.copy()
)  # what the model says: 41 of 50 are right, a share that no smaller number of rows can have
LABELS[[2, 4, 5, 8, 10, 16, 25, 33, 40]] += 1
LABELS %= 3
X = np.column_stack([np.arange(N_ROWS), np.linspace(4, 7, N_ROWS)])
PROBABILITIES = np.full((N_ROWS, 3), 0.125)
PROBABILITIES[np.arange(N_ROWS), LABELS] = 0.75


def case(**changes):
    """Return a saved model that answers as it did when it was trained, or not quite."""
    faithful = {"X": X, "y": TRUE, "labels": LABELS, "probabilities": PROBABILITIES}
    reference = {"labels": LABELS, "probabilities": PROBABILITIES}
    return faithful | {"reference": reference | changes.pop("reference", {})} | changes


def drawn(odd=(0, 2)):
    """Draw what each step takes, in seconds; of five further answers in a row one is slow and one is fast.

    No time is round to fewer than six decimals, and no two steps, nor their sums, come near each other.
    """
    usual = DICE.randrange(20, 30) * 1e-4 + 0.0000443
    runs = [usual] * 5
    runs[odd[0]], runs[odd[1]] = 20 * usual, usual / 2
    ranges = {"load": (300, 500), "first": (120, 140), "predict": (90, 100), "fit": (1100, 1400)}
    ranges |= {"second load": (30, 50), "first of predict": (180, 200)}
    return {step: DICE.randrange(*ends) * 1e-3 + 0.000443 for step, ends in ranges.items()} | {"proba": runs}


def uneven(n_runs, *, long_ends):
    """Draw what each step takes; n further answers all differ, and the longer half is at the ends, or is not.

    So whoever leaves out runs at the beginning or the end has another median, always to the same side.
    """
    ends = [0, n_runs - 1, 1, 2, *range(n_runs - 2, 2, -1)]
    longer = ends[: n_runs // 2] if long_ends else ends[n_runs - n_runs // 2 :]
    shorter = [run for run in range(n_runs) if run not in longer]
    order = [*DICE.sample(shorter[:-1], len(shorter) - 1), shorter[-1], *DICE.sample(longer, len(longer))]
    ranks = {
        run: rank for rank, run in enumerate(order)
    }  # the last of the shorter ones is the longest of them
    usual = DICE.randrange(20, 30) * 1e-4
    runs = [usual * (1 + ranks[run] / 100 + ranks[run] ** 2 / 1000) for run in range(n_runs)]
    return drawn() | {"proba": runs}


def medians(runs):
    """Return the medians of runs; two at the beginning and one at the end may have been asked untimed."""
    n = len(runs)
    return [median(runs[i:j]) for i in range(3) for j in (n, n - 1) if j - i >= 5]


@pytest.fixture
def trial(desk, submission):
    """Let the learner evaluate once, and make sure that six figures came back."""

    def evaluate(given=None, costs=None, **circumstances):
        before = len(desk.calls)
        seen = submission.probes.trial(given or case(), costs or drawn(), **circumstances)
        del desk.calls[before:]  # its arguments are long, and say nothing to the learner
        expect_figures(seen["report"])
        return seen

    return evaluate


def expect_figures(report):
    """Make sure that a report is a dict of five numbers, and one True or False."""
    assert isinstance(report, dict), f"evaluate_reload returned {short(report)}, not a dict"
    missing = [name for name in (*NUMBERS, "labels_equal") if name not in report]
    assert not missing, f"the dict has no {missing[0]!r}; it has {', '.join(map(short, report)) or 'nothing'}"
    for name in NUMBERS:
        is_number = isinstance(report[name], int | float | np.integer | np.floating)
        is_truth = isinstance(report[name], bool)
        assert is_number and not is_truth, f"{name!r} is {short(report[name])}, not a number"
    equal = report["labels_equal"]
    assert isinstance(equal, bool | np.bool_), f"'labels_equal' is {short(equal)}, not True or False"


def means(runs):
    """Return the mean of so many runs in a row, for as many as somebody may have made."""
    return {f"the mean of {n} runs": mean((runs * (n // 5 + 1))[:n]) for n in range(2, 101)}


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def expect(report, name, expected, because):
    """Compare a figure of the report that is no time."""
    found = report[name]
    near = not isinstance(expected, bool) and abs(found - expected) < 1e-15
    if isinstance(expected, bool):
        near = bool(found) is expected
    assert near, f"{name!r} is {short(plain(found))}; {because}, so it is {expected}"


def plain(number):
    """Return a number as Python writes it."""
    return number.item() if isinstance(number, np.generic) else number


def expect_time(report, name, known):
    """Compare a time with the first of the known durations."""
    if said := other_time(report[name], name, known):
        raise AssertionError(said)


def other_time(measured, name, known):
    """Say how a time differs from the first of the known durations, and which other it is; empty if not."""
    (what, took), *others = known.items()
    if abs(measured - took) < 1e-6:
        return ""
    same = [f", which is {other}" for other, seconds in others if abs(measured - seconds) < 1e-6]
    odd = "" if same else oddity(measured, took)
    return f"{name!r} is {measured:.6f}{(same or [''])[0]}; {what} took {took:.6f} seconds{odd}"


def oddity(measured, took):
    """Say what is striking about a wrong duration, if anything is."""
    for factor in (10**3, 10**6, 10**9):
        if abs(measured / took / factor - 1) < 0.01:
            return f", and the figure is {factor} times as large"
    if measured < 0:
        return ", and no duration is below zero"
    if abs(measured - round(measured, 4)) < 1e-12:
        return ", and the figure is rounded"
    return ", and the figure is next to nothing" if measured < took / 20 else ""


def test_six_figures_come_back(trial):
    """A saved model is evaluated, and the returned dict is looked at.

    The caller wants six figures under the names in the task: five numbers, and one True or False.
    """
    trial()


@pytest.mark.after(READ)
def test_an_untrained_file_is_not_repaired(submission):
    """The file holds a LogisticRegression that was never trained; it is evaluated.

    Such a model cannot answer, and its own error says so. A report about this file is a report about
    something else: between load and predict stood a training, or the error was kept back.
    """
    seen = submission.probes.trial_of_untrained(X, TRUE, {"labels": LABELS, "probabilities": PROBABILITIES})
    if "error" in seen:
        return
    report = seen["report"]
    found = report.get("accuracy") if isinstance(report, dict) else None
    said = f"accuracy {plain(found):.2f}" if isinstance(found, float | np.floating) else short(report)
    fit = "fit was called" if seen["trainings"] else "nothing was trained"
    raise AssertionError(f"there was no error: {fit}, and the report says {said}")


@pytest.mark.after(READ)
def test_the_model_and_its_file_stay_as_they_were(trial):
    """A model that notes what is done to it is evaluated; its file, its rows and its folder are compared.

    A measurement leaves behind what it found. Whatever was trained or changed on the way is no longer what
    was in the file, and the next one to look finds something else.
    """
    seen = trial()
    trainings = sorted(set(seen["trainings"]))
    assert not trainings, f"{trainings[0]} was called on the loaded model"
    assert not seen["changed"], f"{seen['changed'][0]} changed during the evaluation"


@pytest.mark.after(READ)
def test_every_row_is_asked(trial):
    """Fifty rows are given; of the model's labels, nine are wrong.

    The rows were kept so that everybody asks the same ones. With a part of them, the figure is about that
    part.
    """
    report = trial()["report"]
    expect(report, "accuracy", 0.82, "41 of the 50 labels are right")
    expect(report, "labels_equal", True, "every label is that of the reference")
    expect(report, "largest_difference", 0.0, "every probability is that of the reference")


@pytest.mark.after(READ)
def test_other_probabilities_are_measured_though_the_labels_are_equal(trial):
    """The file gives the same labels, and other probabilities for the last row.

    A label says which probability is the largest, and hides how large it is. What is wanted is the largest
    distance over all rows and classes, upwards or downwards.
    """
    tiny = 2**-40
    for change in ([0.25, -0.1875, -0.0625], [-0.5, 0.375, 0.125], [2 * tiny, -tiny, -tiny]):
        kept = PROBABILITIES.copy()
        kept[-1] += np.roll(change, 2)
        furthest = max(map(abs, change))
        report = trial(case(reference={"probabilities": kept}))["report"]
        expect(report, "labels_equal", True, "every label is that of the reference")
        expect(report, "largest_difference", furthest, f"one probability is off by {furthest}")


@pytest.mark.after(READ)
def test_other_labels_are_noticed_though_the_accuracy_is_equal(trial):
    """The file gives other labels for two rows than the model that was trained; the accuracy is the same.

    One label that was wrong is right now, and one that was right is wrong. An accuracy counts, and the
    count is the same. The model is not.
    """
    before = LABELS.copy()
    before[2], before[3] = TRUE[2], (TRUE[3] + 1) % 3
    for kept in (before, np.where(np.arange(N_ROWS) == N_ROWS - 1, LABELS - 1, LABELS)):
        report = trial(case(reference={"labels": kept}))["report"]
        n_other = int((kept != LABELS).sum())
        expect(report, "labels_equal", False, f"{n_other} of 50 labels are not those of the reference")
        expect(report, "accuracy", 0.82, "the model in the file has 41 of 50 labels right")
    report = trial(one_of_many())["report"]
    expect(report, "labels_equal", False, "1 of 2000 labels is not that of the reference")


def one_of_many():
    """Return a saved model that gives one other label than before, to one of two thousand rows."""
    numbers = np.arange(2000)
    labels, kept = numbers % 3, numbers % 3
    kept[1234] = (kept[1234] + 1) % 3
    given = {"X": np.column_stack([numbers, numbers]), "y": labels, "labels": labels}
    given |= {"probabilities": PROBABILITIES[numbers % N_ROWS]}
    return given | {"reference": {"labels": kept, "probabilities": given["probabilities"]}}


@pytest.mark.after(READ)
def test_the_labels_are_those_that_predict_gives(trial):
    """The labels are texts; then the file has its classes in another order, so that only predict shows it.

    Probabilities have columns, and columns have no names. Which class a column stands for, and which label is
    given in the end, only predict says.
    """
    names = np.array(["setosa", "versicolor", "virginica"])
    kept = {"labels": names[LABELS]}
    given = case(y=names[TRUE], labels=names[LABELS], reference=kept)
    report = trial(given)["report"]
    expect(report, "labels_equal", True, "every text is that of the reference")
    expect(report, "accuracy", 0.82, "41 of the 50 texts are right")
    given = case(y=names[TRUE], labels=names[(LABELS + 2) % 3], reference=kept)
    report = trial(given)["report"]
    expect(report, "labels_equal", False, "no label of predict is that of the reference")
    expect(report, "accuracy", 0.18, "9 of the 50 labels of predict are right")


@pytest.mark.after(READ)
def test_the_load_is_timed_alone(trial):
    """The time of the load is compared with what the first load took; a second one takes less.

    Whatever lies between the two readings of the clock is counted. What is only mapped has not been read yet.
    """
    costs = drawn()
    known = {
        "the load": costs["load"],
        "the load and the first answer": costs["load"] + costs["first"],
        "the load and a training": costs["load"] + costs["fit"],
        "a second load": costs["second load"],
    }
    seen = trial(costs=costs)
    assert not seen["mapped"], "the arrays were left in the file: joblib.load was told to map them"
    expect_time(seen["report"], "load_seconds", known)


@pytest.mark.after(READ)
def test_the_first_answer_is_timed_alone(trial):
    """The time of the first answer is compared with what it took; a later answer takes far less.

    A model prepares itself when it is asked for the first time, and only then. Between the two readings of
    the clock lies this one answer, for all rows.
    """
    costs = drawn()
    first, usual = costs["first"], costs["proba"][1]
    known = {
        "the first answer": first,
        "the load and the first answer": costs["load"] + first,
        "the load": costs["load"],
        "a later answer": usual,
        "the first of the later answers": costs["proba"][0],
        "two answers": first + costs["proba"][0],
        "a first answer of predict": costs["first of predict"],
        "predict_proba and predict together": first + costs["predict"],
        "a later call of predict": costs["predict"],
        "the first answer for one row": first / N_ROWS,
        "the load and a later answer": costs["load"] + usual,
        "the load, a training and the first answer": costs["load"] + costs["fit"] + first,
    }
    expect_time(trial(costs=costs)["report"], "first_predict_seconds", known)


@pytest.mark.after(READ)
def test_the_steady_time_is_a_median_of_five_or_more(trial):
    """Further answers take unequal times: of five in a row, one is slow and one is fast; then all differ.

    Runs differ on every real machine. The figure is to be the run in the middle, once they are sorted; a
    few odd runs do not move it, on either side.
    """
    found = []
    for odd in ((0, 2), (0, 3), (0, 4), (0, 1)):
        costs = drawn(odd)
        seen = trial(costs=costs)
        usual = next(seconds for seconds in costs["proba"] if costs["proba"].count(seconds) > 1)
        known = {
            "the run in the middle": usual,
            "the smallest": usual / 2,
            "the largest": 20 * usual,
            "the first answer": costs["first"],
            "an answer for one row": usual / N_ROWS,
            "a call of predict": costs["predict"],
        }
        found.append(
            other_time(seen["report"]["predict_seconds"], "predict_seconds", known | means(costs["proba"]))
        )
        n_timed = seen["timed"]
        assert not 1 < n_timed < 5, f"{n_timed} further predict_proba were timed by themselves"
    wrong = [said for said in found if said]
    assert not wrong, f"{wrong[0]}; so it is in {len(wrong)} of 4 trials, with {n_timed} runs timed"
    assert n_timed >= 5, f"{n_timed} further predict_proba were timed by themselves"
    for long_ends in (True, False):
        expect_median(trial, seen["further"], long_ends)


def expect_median(trial, n_runs, long_ends):
    """Make sure that the figure is the median of the further runs, if all of them differ."""
    costs = uneven(n_runs, long_ends=long_ends)
    runs, first = costs["proba"], costs["first"]
    figure = trial(costs=costs)["report"]["predict_seconds"]
    if min(abs(figure - one) for one in medians(runs)) < 1e-6:
        return
    known = {"one of the two in the middle": sorted(runs)[(n_runs - 1) // 2 : n_runs // 2 + 1]}
    known["the median of four"] = [median(runs[:4]), median(runs[-4:])]
    known["the median of the first answer and the further ones"] = [median([first, *runs])]
    same = [
        f", which is {what}" for what, times in known.items() if min(abs(figure - t) for t in times) < 1e-9
    ]
    said = f"'predict_seconds' is {figure:.8f}{(same or [''])[0]}"
    raise AssertionError(f"{said}; the median of the {n_runs} further answers is {median(runs):.8f}")


@pytest.mark.after(READ)
def test_a_clock_that_somebody_sets_is_not_used(trial):
    """The machine's wall clock goes wrong, and is set back by a minute during each step.

    The wall clock says what time it is. To stay right it is corrected, forwards and backwards, whenever the
    machine finds that it was wrong.
    """
    costs = drawn()
    report = trial(costs=costs, set_back=60.0)["report"]
    expect_time(report, "load_seconds", {"the load": costs["load"]})
    for name in TIMES[1:]:
        assert report[name] >= 0, f"{name!r} is {report[name]:.6f}, and no duration is below zero"


@pytest.mark.after(READ)
def test_waiting_counts(trial):
    """Three quarters of the time are spent waiting for the disk.

    A user waits for all of it. Some clocks count only what the processor did for this one process.
    """
    costs = drawn()
    report = trial(costs=costs, share_of_work=0.25)["report"]
    expect_time(report, "load_seconds", {"the load": costs["load"]})
    busy = trial(costs=costs)["report"]
    for name in TIMES[1:]:
        same = abs(report[name] - busy[name]) < 1e-6
        assert same, (
            f"{name!r} is {report[name]:.6f} with the waiting, and {busy[name]:.6f} where nothing waits"
        )
