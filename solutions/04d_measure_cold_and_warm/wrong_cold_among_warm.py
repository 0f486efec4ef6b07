"""Lets the first load of each process stand among the warm ones.

Misconception: a-few-cold-ones-do-not-matter
Fails: test_the_figures_are_medians_of_runs_that_differ
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
        loads = [seconds(process.load) for _ in range(n)]
        cold.append(loads[0])
        warm.extend(loads)
        process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
