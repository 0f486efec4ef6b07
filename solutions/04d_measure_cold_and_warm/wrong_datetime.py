"""Asks datetime for the time of day, twice.

Misconception: any-clock-sees-it
Fails: test_the_imports_are_measured_in_new_processes,
    test_a_cold_load_is_the_first_of_its_process_and_nothing_else,
    test_a_warm_load_is_a_further_one, test_n_measurements_are_made_of_each,
    test_the_figures_are_medians_of_runs_that_differ, test_a_clock_that_somebody_sets_is_not_used,
    test_waiting_counts
"""

from datetime import datetime
from statistics import median


def seconds(action):
    """Return how long a call takes."""
    begin = datetime.now()
    action()
    return (datetime.now() - begin).total_seconds()


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
