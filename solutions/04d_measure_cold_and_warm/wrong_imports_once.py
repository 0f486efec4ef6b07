"""Imports with a clock in one process only, since imports are always the same.

Misconception: once-is-a-measurement
Fails: test_n_measurements_are_made_of_each, test_the_figures_are_medians_of_runs_that_differ
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
    process = start()
    imports.append(seconds(process.import_libraries))
    process.end()
    for _ in range(n):
        process = start()
        process.import_libraries()
        cold.append(seconds(process.load))
        process.end()
    process = start()
    process.load()  # pays for what only the first load pays for
    warm = [seconds(process.load) for _ in range(n)]
    process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
