"""Write a manifest: what a version is, in plain data, and a check that nothing has changed since."""


def save(folder, model, table, metrics):
    """Write model.joblib and then manifest.json.

    Parameters
    ----------
    folder : Path
        It is there, and has no manifest yet. Files that lie in it belong to the version.
    model : estimator
        A fitted classifier.
    table : dict of str to ndarray, shape (n_samples,)
        The training rows by column; the model was fitted on these columns side by side.
    metrics : dict
        Plain data.
    """
    raise NotImplementedError("TODO: write the model, describe the folder, write the manifest last")


def verify(folder):
    """Compare a folder with its manifest; nothing is loaded.

    Parameters
    ----------
    folder : Path
        Where `save` has written.

    Returns
    -------
    list of (str, str)
        File name and one of missing, size, checksum, unexpected, unreadable; empty if all is well.
    """
    raise NotImplementedError("TODO: read the manifest, look at the files, collect the problems")
