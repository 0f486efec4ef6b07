"""Takes the slowest run, to be on the safe side.

Misconception: the-slowest-is-safe
Fails: test_the_figures_are_medians_of_runs_that_differ
"""

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
    process = start()
    process.load()  # pays for what only the first load pays for
    warm = [seconds(process.load) for _ in range(n)]
    process.end()
    return {"imports": max(imports), "cold": max(cold), "warm": max(warm)}
