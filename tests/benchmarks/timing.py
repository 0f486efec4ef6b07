"""How every benchmark here measures: contenders in turns, medians, ratios to a baseline of the same run."""

import gc
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def fastest_folder():
    """Return a folder for files, in memory where there is such a place, and words that say which."""
    memory = Path("/dev/shm")
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 4e9:
        return memory, "RAM disk /dev/shm: only the tool's own work counts, not the disk's"
    return Path(tempfile.gettempdir()), "no RAM disk with 4 GB free: the figures include the disk"


def in_turns(contenders, *, budget, after=None, most=15, fewest=3):
    """Time contenders in turns and return the wall seconds of each by name.

    Parameters
    ----------
    contenders : dict of str to callable
        Each takes the number of the repeat. What it returns is dropped outside the clock.
    budget : float
        Seconds for all of them; `fewest` repeats are made anyway, and `most` are enough.
    after : callable, optional
        Called with the name and the result after each, outside the clock: tidies up.
    """
    seconds = {name: [] for name in contenders}
    end = time.perf_counter() + budget
    for repeat in range(-1, most):  # the first time warms up, and is not counted
        if repeat >= fewest and time.perf_counter() > end:
            break
        names = list(contenders)
        for name in names if repeat % 2 else reversed(names):
            gc.collect()
            start = time.perf_counter()
            kept = contenders[name](repeat)
            taken = time.perf_counter() - start
            if after:
                after(name, kept)
            del kept
            if repeat >= 0:
                seconds[name].append(taken)
    return seconds


def ratio(seconds, name, base):
    """Return the median of the ratios of repeats that were neighbours in time."""
    return statistics.median(a / b for a, b in zip(seconds[name], seconds[base], strict=True))


def geometric_mean(values):
    """Return the geometric mean, the only mean that ratios have."""
    return statistics.geometric_mean(values)


def processes_in_turns(programs, repeats):
    """Run Python programs in fresh processes in turns; return wall and CPU seconds of each by name."""
    found = {name: ([], []) for name in programs}
    for repeat in range(-1, repeats):  # the first time warms up, and is not counted
        names = list(programs)
        for name in names if repeat % 2 else reversed(names):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", programs[name]], check=True, stdout=subprocess.DEVNULL)
            wall = time.perf_counter() - start
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if repeat >= 0:
                found[name][0].append(wall)
                found[name][1].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return found


def milliseconds(seconds):
    """Return a median with its quartiles in milliseconds, as text."""
    median = statistics.median(seconds) * 1e3
    if len(seconds) < 3:
        return f"{median:.3g}"
    low, _, high = (cut * 1e3 for cut in statistics.quantiles(seconds, n=4, method="inclusive"))
    return f"{median:.3g} ({low:.3g}-{high:.3g})"


def table(head, rows):
    """Print rows under a head: the first column to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for first, *others in [head, *rows]:
        print("  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]).rstrip(), flush=True)


def gate(words, value, limit):
    """Print whether a figure keeps its gate, and return whether it does."""
    print(f"{'kept  ' if value <= limit else 'BROKEN'} {words}: {value:.2f}, limit {limit:g}", flush=True)
    return value <= limit
