"""Name the globals: which classes and functions would loading this file look up?"""


def globals_of(path):
    """Name what loading a file of pickles would look up, without loading it.

    Parameters
    ----------
    path : Path or str
        A file that `pickle.dump` has written, once or several times. Its author is unknown.

    Returns
    -------
    set of str
        Each as "module.name", as it stands in the file.
    """
    raise NotImplementedError("TODO: go through the instructions, and collect the names that they ask for")
