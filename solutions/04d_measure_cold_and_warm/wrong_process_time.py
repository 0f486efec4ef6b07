"""Wants to leave out what other programs do.

Misconception: only-work-counts
Fails: test_waiting_counts
"""

from statistics import median
from time import process_time


def seconds(action):
    """Return how long a call takes."""
    begin = process_time()
    action()
    return process_time() - begin


def bench(start, n):
    """Measure imports, cold loads and warm loads; return their medians in seconds."""
    imports, cold = [], []
    for _ in range(n):
        process = start()
        imports.append(seconds(process.import_libraries))
        cold.append(seconds(process.load))
        process.end()
    process = start()
    process.load()  # pays for what only the first load pays for
    warm = [seconds(process.load) for _ in range(n)]
    process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
