"""Starts the stopwatch before the process.

Misconception: everything-since-the-start
Fails: test_the_imports_are_measured_in_new_processes,
    test_the_figures_are_medians_of_runs_that_differ, test_waiting_counts
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
        begin = perf_counter()
        process = start()
        process.import_libraries()
        imports.append(perf_counter() - begin)
        cold.append(seconds(process.load))
        process.end()
    process = start()
    process.load()  # pays for what only the first load pays for
    warm = [seconds(process.load) for _ in range(n)]
    process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
