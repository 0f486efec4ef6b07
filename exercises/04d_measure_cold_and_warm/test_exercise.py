"""Checks of 04d, in teaching order. Clocks and processes are ours: what each step takes is drawn anew."""

import random
from statistics import mean, median

import numpy as np
import pytest

THREE = ("imports", "cold", "warm")
DICE = random.SystemRandom()  # every verdict process draws anew, forked ones too
READ = "test_three_numbers_come_back"


def drawn():
    """Draw what each step takes, in seconds; every cost is far from every other and from their sums."""
    return {
        "start": DICE.uniform(0.3, 0.5),
        "imports": DICE.uniform(2, 3),
        "cold": DICE.uniform(0.04, 0.08),
        "warm": DICE.uniform(0.001, 0.003),
        "end": DICE.uniform(0.1, 0.2),
    }


def uneven(costs):
    """Draw seven runs of each kind around its cost, their median: two of them slow, two fast.

    Seven in a row have each of them once, wherever a learner begins. The fourth place, which is the middle
    before sorting, has an odd run; the usual run never has the same place in two kinds. Next to the usual
    imports no fastest load comes to lie: a difference that gives it would look like a smallest.
    """
    runs = {}
    for kind, place in (("imports", 4), ("cold", 1), ("warm", 5)):
        odd = DICE.choice([0.97, 18.0])
        shares = [share for share in (0.5, 0.8, 0.97, 1.05, 18.0, 25.0) if share != odd]
        DICE.shuffle(shares)
        while 0.5 in shares[2:4]:  # the fifth and the sixth, once the two are in
            DICE.shuffle(shares)
        for where, share in sorted([(3, odd), (place, 1.0)]):
            shares.insert(where, share)
        runs[kind] = [costs[kind] * share for share in shares]
    return costs | runs


def trial(submission, costs, n=7, **circumstances):
    """Let the learner measure, and make sure that three numbers came back."""
    seen = submission.probes.trial(costs, n, **circumstances)
    figures = seen["figures"]
    assert isinstance(figures, dict), f"bench returned {short(figures)}, not a dict"
    missing = [name for name in THREE if name not in figures]
    assert not missing, (
        f"the dict has no {missing[0]!r}; it has {', '.join(map(short, figures)) or 'nothing'}"
    )
    for name in THREE:
        real = isinstance(figures[name], int | float | np.integer | np.floating)
        assert real, f"{name!r} is {short(figures[name])}, not a number"
    return seen


def compare(seen, costs, *names):
    """Compare figures with what the steps took."""
    for name in names:
        measured, took = seen["figures"][name], costs[name]
        said = f"{name!r} is {measured:.6f}; each took {took:.6f} seconds{oddity(measured, took)}"
        assert abs(measured - took) < 1e-6, said


def oddity(measured, took):
    """Say what is striking about a wrong figure, if anything is."""
    for factor in (10**3, 10**6, 10**9):
        if abs(measured / took / factor - 1) < 0.01:
            return f", and the figure is {factor} times as large"
    if round(measured, 3) == measured != 0:
        return ", and the figure is rounded"
    if measured < 0:
        return ", and no duration is below zero"
    return ", and the figure is next to nothing" if measured < took / 20 else ""


def compare_median(measured, runs, name):
    """Compare a figure with the median of runs that differ; say which other statistic it is."""
    middle = median(runs)
    known = {"mean": mean(runs), "smallest": min(runs), "largest": max(runs), "fourth": runs[3]}
    same = [f"It is the {what}." for what, value in known.items() if abs(measured - value) < 1e-6]
    side = "more" if measured > middle else "less"
    said = f"{name!r} is {measured:.6f}, {side} than the median of its runs, {middle:.6f}. {' '.join(same)}"
    assert abs(measured - middle) < 1e-6, said.strip()


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def test_three_numbers_come_back(submission):
    """Seven measurements of each are asked for, and the returned dict is looked at.

    The caller wants three numbers under the names imports, cold and warm, one median each.
    """
    trial(submission, drawn())


@pytest.mark.after(READ)
def test_every_process_is_ended(submission):
    """After the measurement, the checker looks for processes that are still there.

    A process that nobody ends holds its memory, and takes time from whatever is measured after it.
    """
    left = trial(submission, drawn())["not ended"]
    assert left == 0, f"{left} processes are still running"


@pytest.mark.after(READ)
def test_the_imports_are_measured_in_new_processes(submission):
    """The figure for the imports is compared with what they took.

    Imports cost something once in a process. Whoever measures them in a process that has them finds
    nothing, and the start of the process belongs to neither figure.
    """
    costs = drawn()
    compare(trial(submission, costs), costs, "imports")


@pytest.mark.after(READ)
def test_a_cold_load_is_the_first_of_its_process_and_nothing_else(submission):
    """The figure for cold loads is compared with what the first loads took.

    A cold load is the first in its process, and the imports are done before it. What else lies between
    the two readings of the clock is counted too.
    """
    costs = drawn()
    compare(trial(submission, costs), costs, "cold")


@pytest.mark.after(READ)
def test_a_warm_load_is_a_further_one(submission):
    """The figure for warm loads is compared with what further loads took.

    The first load of a process pays for things that the next one finds ready. A warm load has another
    load before it, in the same process, that is not counted.
    """
    costs = drawn()
    compare(trial(submission, costs), costs, "warm")


@pytest.mark.after(READ)
def test_n_measurements_are_made_of_each(submission):
    """Five measurements are asked for, then nine; steps before which a clock was read are counted.

    A median of fewer measurements than were asked for promises more than it holds. Each step needs two
    readings of its own.
    """
    for n in (5, 9):
        timed = trial(submission, drawn(), n)["timed"]
        said = "{imports} imports, {cold} cold loads and {warm} warm loads".format(**timed)
        assert min(timed.values()) >= n, f"bench(start, {n}) timed {said}"


@pytest.mark.after(READ)
def test_the_figures_are_medians_of_runs_that_differ(submission):
    """Of seven runs of each kind two are slow, two are fast, and no two are alike.

    So it is on a real machine. A median is the run in the middle, once they are sorted; a few odd runs do
    not move it, on either side.
    """
    costs = uneven(drawn())
    seen = trial(submission, costs)
    for name in THREE:
        compare_median(seen["figures"][name], costs[name], name)


@pytest.mark.after(READ)
def test_a_clock_that_somebody_sets_is_not_used(submission):
    """The machine's wall clock goes wrong, and is set back by a minute during each load.

    The wall clock says what time it is. To stay right it is corrected, forwards and backwards, whenever
    the machine finds that it was wrong.
    """
    costs = drawn()
    compare(trial(submission, costs, set_back=60.0), costs, "cold", "warm")


@pytest.mark.after(READ)
def test_waiting_counts(submission):
    """Three quarters of the time are spent waiting for the disk.

    A user waits for all of it. Some clocks count only what the processor did for this one process.
    """
    costs = drawn()
    compare(trial(submission, costs, share_of_work=0.25), costs, *THREE)
