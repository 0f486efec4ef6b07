"""A model as data only: a pipeline goes into numbers and text, and comes back without a pickle."""

from pathlib import Path

from sklearn.pipeline import Pipeline

SCHEMA = 1


def export_model(pipeline: Pipeline, path: Path) -> None:
    """Write a fitted pipeline to one file of numbers and text.

    Parameters
    ----------
    pipeline : Pipeline
        A fitted StandardScaler and LogisticRegression, in this order, with default settings.
    path : Path
        The file to write, under exactly this name: an .npz without pickles, or JSON.
    """
    raise NotImplementedError("TODO: which arrays does a prediction need? write them")


def import_model(path: Path):
    """Read a file that export_model has written, perhaps in another process.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    object
        With the methods predict(X) and predict_proba(X); it answers as the pipeline did.

    Raises
    ------
    ValueError
        If the file has another schema than 1.
    """
    raise NotImplementedError("TODO: read the arrays, make of them what predicts")
