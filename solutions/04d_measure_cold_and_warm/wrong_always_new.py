"""Measures warm loads in new processes, too.

Misconception: a-second-process-is-warm
Fails: test_a_warm_load_is_a_further_one, test_n_measurements_are_made_of_each,
    test_the_figures_are_medians_of_runs_that_differ, test_a_clock_that_somebody_sets_is_not_used,
    test_waiting_counts
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
    imports, cold = [], []
    for _ in range(n):
        process = start()
        imports.append(seconds(process.import_libraries))
        cold.append(seconds(process.load))
        process.end()
    warm = []
    for _ in range(n):
        process = start()
        process.import_libraries()
        warm.append(seconds(process.load))
        process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
