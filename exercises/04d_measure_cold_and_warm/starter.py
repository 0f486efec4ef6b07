"""Measure cold and warm: how long do the imports, a first load and a further load take?"""


def bench(start, n):
    """Measure imports, cold loads and warm loads.

    Parameters
    ----------
    start : callable
        Starts a new Python process and returns it; it has `import_libraries`, `load` and `end`.
    n : int
        How many measurements to make of each; at least 5.

    Returns
    -------
    dict of str to float
        The medians, in seconds, of `"imports"`, `"cold"` and `"warm"`.
    """
    raise NotImplementedError("TODO: read the clock around each step, in n new processes; return medians")
