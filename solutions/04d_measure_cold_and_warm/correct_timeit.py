"""timeit, which takes perf_counter by itself; the last of the cold processes goes on as the warm one."""

import timeit

import numpy as np


def bench(start, n):
    """Collect a table with a row for each process."""
    rows = []
    for number in range(n):
        process = start()
        try:
            rows.append([timeit.timeit(step, number=1) for step in (process.import_libraries, process.load)])
            if number == n - 1:
                warm = timeit.repeat(process.load, repeat=n, number=1)
        finally:
            process.end()
    imports, cold = np.median(rows, axis=0)
    return {"imports": imports, "cold": cold, "warm": np.median(warm)}
