"""Ends the process before the clock is read for the last time.

Misconception: whatever-lies-between-is-free
Fails: test_a_warm_load_is_a_further_one, test_the_figures_are_medians_of_runs_that_differ,
    test_a_clock_that_somebody_sets_is_not_used, test_waiting_counts
"""

from statistics import median
from time import perf_counter


def seconds(action):
    """Return how long a call takes."""
    begin = perf_counter()
    action()
    return perf_counter() - begin


def bench(start, n):
    """Measure imports, cold loads and warm loads; return their medians in seconds."""
    imports, cold, warm = [], [], []
    for _ in range(n):
        process = start()
        imports.append(seconds(process.import_libraries))
        cold.append(seconds(process.load))
        begin = perf_counter()
        process.load()
        process.end()
        warm.append(perf_counter() - begin)
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
