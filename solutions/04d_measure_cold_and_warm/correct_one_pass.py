"""Nanoseconds, and a warm load in every process beside its cold one."""

import statistics
import time


def bench(start, n):
    """Read the clock four times in every process."""
    steps = {"imports": [], "cold": [], "warm": []}
    for _ in range(n):
        process = start()
        marks = [time.perf_counter_ns()]
        for step in (process.import_libraries, process.load, process.load):
            step()
            marks.append(time.perf_counter_ns())
        process.end()
        for name, begin, end in zip(steps, marks, marks[1:], strict=False):
            steps[name].append((end - begin) / 1e9)
    return {name: statistics.median(values) for name, values in steps.items()}
