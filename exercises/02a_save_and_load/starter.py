"""Save and load: a model goes into a file and comes back, in this process or in another."""

from pathlib import Path

from sklearn.base import BaseEstimator


def save_model(model: BaseEstimator, path: Path) -> Path:
    """Write a fitted model to a file.

    Parameters
    ----------
    model : estimator
        A fitted scikit-learn model.
    path : Path
        The file to write. Missing folders are made.

    Returns
    -------
    Path
        The path that was asked for. The file is complete when the function returns.
    """
    raise NotImplementedError("TODO: make the folders, write the model, return the path")


def load_model(path: Path) -> BaseEstimator:
    """Read the model that is in a file now.

    Parameters
    ----------
    path : Path
        A file that `save_model` has written, perhaps in another process.

    Returns
    -------
    estimator
        The model as it was when it was saved.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    raise NotImplementedError("TODO: read the model from the file, return it")
