"""Takes all loads of one process for warm ones and for cold ones.

Misconception: one-process-is-enough
Fails: test_the_imports_are_measured_in_new_processes,
    test_a_cold_load_is_the_first_of_its_process_and_nothing_else, test_n_measurements_are_made_of_each,
    test_the_figures_are_medians_of_runs_that_differ, test_a_clock_that_somebody_sets_is_not_used,
    test_waiting_counts
"""

from statistics import median
from time import perf_counter


def seconds(action):
    begin = perf_counter()
    action()
    return perf_counter() - begin


def bench(start, n):
    process = start()
    imports = [seconds(process.import_libraries) for _ in range(n)]
    cold = [seconds(process.load) for _ in range(n)]
    warm = [seconds(process.load) for _ in range(n)]
    process.end()
    return {"imports": median(imports), "cold": median(cold), "warm": median(warm)}
