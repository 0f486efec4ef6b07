"""Compress or map: measure what counts for a workload, and decide by it."""

# compress, for the dump, and mmap_mode, for the load
CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    """Choose how to dump and load a model, by measuring.

    Parameters
    ----------
    workload : dict
        Who loads the model, and what shall be as small as possible; the task lists its keys.
    measure : callable
        `measure(compress, mmap_mode, workers=1, cold=False)` returns a dict of measurements.

    Returns
    -------
    choice : tuple
        One of CHOICES.
    table : dict
        For every choice that could be the answer, the number that decided.
    """
    raise NotImplementedError("TODO: measure the choices as the workload uses them; take the best that works")
