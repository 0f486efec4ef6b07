"""Checks of 04d, in teaching order. Clocks and processes are ours: what each step takes is drawn anew."""

import random

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
    }


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
        assert abs(measured - took) < 1e-6, f"{name!r} is {measured:.6f}; each took {took:.6f} seconds"


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
    """Five measurements are asked for, then nine, and loads are counted.

    A median of fewer measurements than were asked for promises more than it holds.
    """
    for n in (5, 9):
        seen = trial(submission, drawn(), n)
        for name, what in (("imports", "imports"), ("cold", "cold loads"), ("warm", "warm loads")):
            assert seen[name] >= n, f"bench(start, {n}) made {seen[name]} {what}"


@pytest.mark.after(READ)
def test_one_slow_run_does_not_move_the_figures(submission):
    """One cold load and one warm load take twenty times as long as the others.

    Something else ran on the machine at that moment. One such run moves a mean as far as it likes, and a
    median not at all.
    """
    costs = drawn()
    compare(trial(submission, costs, slow=[2]), costs, "cold", "warm")


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
